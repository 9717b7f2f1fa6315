//! The calendar of a campaign: what each reader sees of it, in the form that calendars take.

use access::Role;
use axum::http::{StatusCode, header};
use serde_json::json;

use crate::ground::{Ground, as_login, campaign};

const ORGANISATIONS: [(&str, &str, &str); 3] =
    [("so", "regulator", ""), ("di-dong", "telecom_operator", "so"), ("co-dinh", "telecom_operator", "so")];

/// One obligation of each operator, due on a day of its own, and critical hours.
async fn ground() -> Ground {
    let mut rest = String::from(
        "[[critical]]\nid = \"giao-thua\"\ntitle = \"Giao thừa\"\nfrom = 2027-02-05T20:00:00+07:00\n\
         to = 2027-02-06T02:00:00+07:00\n",
    );
    for (owner, day) in [("di-dong", 3), ("co-dinh", 4)] {
        rest += &format!(
            "[[obligation]]\nid = \"viec-{owner}\"\ntitle = \"Việc của {owner}\"\nquote = \"việc\"\nowners = [\"{owner}\"]\n\
             due = 2027-02-0{day}T00:00:00+07:00\ndue_strict = true\n[[obligation.check]]\nkind = \"acknowledgement\"\n"
        );
    }
    let ground = Ground::new(&campaign(&ORGANISATIONS, &rest), Vec::new()).await;
    ground.signed_in("an", Role::OperatorManager, "di-dong").await;
    ground.signed_in("chanh", Role::RegulatorHead, "so").await;
    ground
}

async fn calendar(ground: &Ground, login: &str, query: &str) -> String {
    let answer = ground.download(login, &format!("/campaign/calendar{query}")).await;
    assert_eq!(answer.status, StatusCode::OK);
    assert_eq!(answer.headers["content-type"], "text/calendar; charset=utf-8");
    String::from_utf8(answer.body).unwrap().replace("\r\n ", "")
}

#[tokio::test]
async fn a_calendar_holds_what_its_reader_sees_and_nothing_of_others() {
    let ground = ground().await;
    let all = calendar(&ground, "chanh", "").await;
    assert!(all.contains("UID:due.viec-di-dong.tet@nut.example\r\n") && all.contains("due.viec-co-dinh"));
    assert!(all.contains("DTSTART;VALUE=DATE:20270202\r\n"), "strictly before the third: the second is left");
    let own = calendar(&ground, "an", "").await;
    assert!(own.contains("due.viec-di-dong") && own.contains("critical.giao-thua"));
    assert!(!own.contains("co-dinh"), "{own}");
    assert_eq!(calendar(&ground, "an", "?organisation=di-dong").await, own);
    // Another's answers as nobody's: the periods alone.
    let nobody = calendar(&ground, "an", "?organisation=khong-co").await;
    assert_eq!(calendar(&ground, "an", "?organisation=co-dinh").await, nobody);
    assert!(nobody.contains("critical.giao-thua") && !nobody.contains("due."));
    let one = calendar(&ground, "chanh", "?organisation=co-dinh").await;
    assert!(one.contains("due.viec-co-dinh") && !one.contains("due.viec-di-dong"));
}

#[tokio::test]
async fn what_was_promised_and_given_stands_in_it_and_names_nobody() {
    let ground = ground().await;
    let account = ground.account("binh", Role::DutyOfficer, "di-dong", None).await;
    let given = json!({
        "obligation": "viec-di-dong", "account": account.actor, "until": "2027-02-02T10:00:00.000Z",
    });
    assert_eq!(ground.post("an", "/assignments", given).await.0, StatusCode::CREATED);
    let file = calendar(&ground, "an", "").await;
    assert!(file.contains("DTSTART:20270202T100000Z") && file.contains("UID:assignment."), "{file}");
    assert!(!file.contains("binh") && !file.contains(&account.actor.to_string()));
}

#[tokio::test]
async fn a_calendar_that_did_not_change_is_not_sent_again() {
    let ground = ground().await;
    let ask = |tag: Option<&str>| {
        let request = as_login(axum::http::Request::get("/api/v1/campaign/calendar"), "an");
        let request =
            tag.into_iter().fold(request, |request, tag| request.header(header::IF_NONE_MATCH, tag));
        request.body(axum::body::Body::empty()).unwrap()
    };
    let first = ground.answer(ask(None)).await;
    ground.clock.advance(60_000);
    let tag = first.headers[header::ETAG].to_str().unwrap().to_owned();
    assert_eq!(ground.answer(ask(Some(&tag))).await.status, StatusCode::NOT_MODIFIED);
}
