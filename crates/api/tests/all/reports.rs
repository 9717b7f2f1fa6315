//! Who gets a report, for which moment, and how those who ask at once take turns.

use std::fmt::Write as _;

use access::Role;
use axum::http::StatusCode;
use futures_util::FutureExt;

use crate::ground::{Ground, OWED, campaign, slug};

const ORGANISATIONS: [(&str, &str, &str); 3] =
    [("so", "regulator", ""), ("di-dong", "telecom_operator", "so"), ("tram", "unit", "di-dong")];

/// A node, and somebody of each role under the role's name.
async fn province(accounts: &[(Role, &str)]) -> Ground {
    let ground = Ground::new(&campaign(&ORGANISATIONS, OWED), Vec::new()).await;
    for (role, organisation) in accounts {
        ground.signed_in(&role.to_string(), *role, organisation).await;
    }
    ground
}

const BOTH: [&str; 2] = ["/report?as=docx", "/report/bundle?as=docx"];

#[tokio::test]
async fn who_may_not_read_a_report_gets_none() {
    let roles = [
        (Role::RegulatorDesk, "so"),
        (Role::Administrator, "so"),
        (Role::Machine, "di-dong"),
        (Role::DutyOfficer, "di-dong"),
    ];
    let province = province(&roles).await;
    for path in BOTH {
        for role in [Role::Administrator, Role::Machine] {
            for path in [path.to_owned(), format!("{path}&organisation=di-dong")] {
                let (status, problem) = province.get(&role.to_string(), &path).await;
                assert_eq!(
                    (status, &problem["code"]),
                    (StatusCode::FORBIDDEN, &"denied".into()),
                    "{role} {path}"
                );
            }
        }
        for role in [Role::RegulatorDesk, Role::DutyOfficer] {
            assert_eq!(province.get(&role.to_string(), path).await.0, StatusCode::OK, "{role} {path}");
        }
        let (status, problem) =
            province.get(&Role::DutyOfficer.to_string(), &format!("{path}&organisation=so")).await;
        assert_eq!((status, &problem["code"]), (StatusCode::NOT_FOUND, &"not_found".into()));
    }
}

#[tokio::test]
async fn a_report_comes_in_every_form_under_its_media_type() {
    let province = province(&[(Role::RegulatorDesk, "so")]).await;
    for (form, name, kind, begins) in [
        (
            "docx",
            "bao-cao-tet.docx",
            "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
            "PK",
        ),
        ("pdf", "bao-cao-tet.pdf", "application/pdf", "%PDF"),
        (
            "xlsx",
            "so-lieu-tet.xlsx",
            "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
            "PK",
        ),
        ("txt", "bao-cao-tet.txt", "text/plain; charset=utf-8", ""),
        ("png", "bao-cao-tet.png", "image/png", "\u{fffd}PNG"),
    ] {
        let answer = province.download("regulator_desk", &format!("/report?as={form}")).await;
        assert_eq!(
            (answer.status, &answer.headers["content-type"]),
            (StatusCode::OK, &kind.parse().unwrap())
        );
        assert!(answer.headers["content-disposition"].to_str().unwrap().contains(name), "{form}");
        assert!(String::from_utf8_lossy(&answer.body).starts_with(begins), "{form}");
        if form == "txt" {
            assert!(String::from_utf8(answer.body).unwrap().contains("BÁO CÁO"));
        }
    }
    for other in ["odt", "DOCX", ""] {
        let (status, problem) = province.get("regulator_desk", &format!("/report?as={other}")).await;
        assert_eq!(
            (status, &problem["fields"][0]["code"]),
            (StatusCode::UNPROCESSABLE_ENTITY, &"report_kinds".into())
        );
    }
}

#[tokio::test]
async fn a_report_too_long_for_a_picture_says_so_and_what_to_take_instead() {
    let mut owed = String::new();
    for number in 0..120 {
        let _ = write!(
            owed,
            "[[obligation]]\nid = \"viec-{number}\"\nquote = \"việc thứ {number}\"\nowners = [\"di-dong\"]\n\
             [[obligation.check]]\nkind = \"acknowledgement\"\n"
        );
    }
    let ground = Ground::new(&campaign(&ORGANISATIONS, &owed), Vec::new()).await;
    ground.signed_in("chanh", Role::RegulatorHead, "so").await;
    let (status, problem) = ground.get("chanh", "/report?as=png").await;
    assert_eq!(
        (status, &problem["fields"][0]["code"]),
        (StatusCode::UNPROCESSABLE_ENTITY, &"report_no_picture".into())
    );
    assert_eq!(ground.get("chanh", "/report?as=txt").await.0, StatusCode::OK);
}

#[tokio::test]
async fn a_report_that_holds_nothing_is_refused() {
    let province = province(&[(Role::UnitStaff, "tram"), (Role::RegulatorDesk, "so")]).await;
    for path in BOTH {
        for (role, path) in
            [(Role::UnitStaff, path.to_owned()), (Role::RegulatorDesk, format!("{path}&organisation=tram"))]
        {
            let (status, problem) = province.get(&role.to_string(), &path).await;
            assert_eq!(status, StatusCode::UNPROCESSABLE_ENTITY, "{path}");
            assert_eq!(problem["fields"][0]["field"], "organisation");
            let what = problem["fields"][0]["what"].as_str().unwrap();
            assert!(what.contains("no obligation in campaign tet"), "{what}");
        }
    }
}

#[tokio::test]
async fn a_report_is_not_for_a_moment_still_to_come() {
    let province = province(&[(Role::RegulatorDesk, "so")]).await;
    for path in BOTH {
        let asked = |at: &str| format!("{path}&at={at}");
        let now = asked("2027-02-01T08:00:00%2B07:00");
        assert_eq!(province.get(&Role::RegulatorDesk.to_string(), &now).await.0, StatusCode::OK);
        let (status, problem) =
            province.get(&Role::RegulatorDesk.to_string(), &asked("2027-02-01T08:00:01%2B07:00")).await;
        assert_eq!(
            (status, &problem["fields"][0]["field"]),
            (StatusCode::UNPROCESSABLE_ENTITY, &"at".into())
        );
        let what = problem["fields"][0]["what"].as_str().unwrap();
        assert!(what.starts_with("2027-02-01T08:00:01+07:00 is still to come"), "{what}");
    }
}

#[tokio::test]
async fn one_organisation_asks_for_one_bundle_at_a_time_and_several_take_turns() {
    let province = province(&[(Role::RegulatorDesk, "so")]).await;
    let ask = || province.get("regulator_desk", "/report/bundle?as=docx");
    let own = province.node.bundling.take(&slug("so")).await.ok().unwrap();
    let (status, problem) = ask().await;
    assert_eq!((status, &problem["code"]), (StatusCode::TOO_MANY_REQUESTS, &"bundle_in_the_making".into()));
    assert!(!problem["title"].as_str().unwrap().contains("recorded"));
    drop(own);

    let other = province.node.bundling.take(&slug("di-dong")).await.ok().unwrap();
    let mut waiting = Box::pin(ask());
    // It is served once the other is through, and not before.
    while province.node.bundling.take(&slug("so")).now_or_never().is_none_or(|taken| taken.is_ok()) {
        assert!(waiting.as_mut().now_or_never().is_none());
        tokio::task::yield_now().await;
    }
    drop(other);
    assert_eq!(waiting.await.0, StatusCode::OK);
}
