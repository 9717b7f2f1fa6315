//! What bears a secrecy mark is refused on every way in that takes bytes, in every form, with the same code, and
//! nothing of it is kept.

use access::{Role, Scope};
use api::SourceSpec;
use axum::{
    body::Body,
    extract::ConnectInfo,
    http::{Request, StatusCode, header},
};
use intake::fuzz::{archive_of, docx_of, pdf_of};
use journal::Hash;
use serde_json::{Value, json};
use sources::{Kind, Secret, parse_mapping, sign};

use crate::ground::{Ground, OWED, as_login, campaign, slug};

const TOKEN: &str = "token-0123456789-0123456789";
const MAPPING: &str = "[event]\nid = \"a\"\nstate = \"b\"\ndown = [\"mất\"]\nup = [\"có\"]\ntime = \"c\"\n\
                       [[target]]\nis = \"sn-loi\"\nwhen = { tram = \"core-1\" }\n";

/// A way in: where it is, who uses it, and the kind that is claimed of the bytes.
const WAYS: [(&str, &str, &str); 5] = [
    ("/blobs", "song", "application/pdf"),
    ("/campaign/draft", "truong", "text/plain"),
    ("/sources/preview", "song", "text/csv"),
    ("/sources/apply", "song", "text/csv"),
    ("/sources/noc/events", "", "application/json"),
];

async fn ground() -> Ground {
    let organisations = [("so", "regulator", ""), ("di-dong", "telecom_operator", "so")];
    let source = SourceSpec {
        id: slug("noc"),
        organisation: slug("di-dong"),
        kind: Kind::Webhook,
        secret: Some(Secret::new(TOKEN).unwrap()),
        account: Some("own".to_owned()),
        acknowledged_for_min: None,
        mapping: parse_mapping(MAPPING, "noc.toml", Kind::Webhook).unwrap(),
    };
    let ground = Ground::new(&campaign(&organisations, OWED), vec![source]).await;
    ground.signed_in("truong", Role::RegulatorHead, "so").await;
    ground.signed_in("song", Role::OperatorManager, "di-dong").await;
    ground
}

async fn send(
    ground: &Ground,
    (path, login, kind): (&str, &str, &str),
    bytes: Vec<u8>,
) -> (StatusCode, Value) {
    let request = Request::post(format!("/api/v1{path}")).header(header::CONTENT_TYPE, kind);
    let request = match login {
        "" => {
            let at = (ground.node.now().as_ms() / 1_000).to_string();
            let signature = sign(&Secret::new(TOKEN).unwrap(), &at, &bytes);
            request.header("x-thongsuot-timestamp", at).header("x-thongsuot-signature", signature)
        }
        login => as_login(request, login),
    };
    let peer = std::net::SocketAddr::from(([127, 0, 0, 1], 50_000));
    ground.answer(request.extension(ConnectInfo(peer)).body(Body::from(bytes)).unwrap()).await.told()
}

/// The same words in every form that is told apart.
fn forms(words: &str) -> [(&'static str, Vec<u8>); 6] {
    let cells = format!("<sst><si><t>trạm</t></si><si><t>{words}</t></si></sst>");
    let workbook = archive_of(&[("xl/sharedStrings.xml", cells.as_bytes())]);
    [
        ("text", format!("UBND TỈNH\n{words}\nKính gửi").into_bytes()),
        ("json", json!({ "alerts": [{ "labels": { "note": words } }] }).to_string().into_bytes()),
        ("docx", docx_of(&["UBND TỈNH", words, "Kính gửi"])),
        ("xlsx", workbook.clone()),
        ("docx in docx", archive_of(&[("word/embeddings/a.xlsx", workbook.as_slice())])),
        ("pdf", pdf_of(&["UBND TỈNH", words, "Kính gửi"])),
    ]
}

async fn entries(ground: &Ground) -> usize {
    let mut count = 0;
    for organisation in ["so", "di-dong"] {
        let reader = Scope::new("u-x", Role::Auditor, slug(organisation), &ground.node.store.tree());
        count +=
            ground.node.store.entries(&reader, &slug(organisation), None, 500).await.unwrap().entries.len();
    }
    count
}

#[tokio::test]
async fn a_marked_file_is_refused_on_every_way_in_and_nothing_of_it_is_kept() {
    let ground = ground().await;
    let before = entries(&ground).await;
    for mark in ["MẬT", "TỐI MẬT", "TUYỆT MẬT"] {
        for (form, bytes) in forms(mark) {
            for way in WAYS {
                let about = format!("{form} {mark} {}", way.0);
                let (status, refused) = send(&ground, way, bytes.clone()).await;
                assert!(!refused.to_string().contains("UBND"), "{about}: {refused}");
                if way.0 == "/blobs" && form != "pdf" {
                    // Only what is kept as a document is looked into.
                    assert_eq!(status, StatusCode::UNSUPPORTED_MEDIA_TYPE, "{about}: {refused}");
                    continue;
                }
                assert_eq!(status, StatusCode::UNPROCESSABLE_ENTITY, "{about}: {refused}");
                assert_eq!(refused["fields"][0]["code"], "secret_words", "{about}: {refused}");
            }
            let manager = ground.scope(Role::OperatorManager, "di-dong");
            assert!(ground.node.store.get_blob(&manager, Hash::of(&bytes)).await.is_err(), "{form}");
            let put = ground.node.store.put_blob(&manager, bytes).await;
            assert!(matches!(put, Err(store::RecordFault::Secret(_))), "{form}");
        }
    }
    assert_eq!(entries(&ground).await, before);
}

#[tokio::test]
async fn what_only_speaks_of_secrets_is_refused_by_no_way_for_that() {
    let ground = ground().await;
    for words in ["An toàn, bảo mật thông tin", "BẢO MẬT", "Đổi mật khẩu trước ngày 20/02", "mật độ trạm"]
    {
        for (form, bytes) in forms(words) {
            for way in WAYS {
                let (_, told) = send(&ground, way, bytes.clone()).await;
                assert!(!told.to_string().contains("secret_words"), "{form} {words} {}: {told}", way.0);
            }
        }
    }
}

#[tokio::test]
async fn a_marked_campaign_file_is_refused_by_its_check_and_its_issue() {
    let ground = ground().await;
    for path in ["/campaign/check", "/campaign"] {
        let file = "schema = 1\n# TỐI MẬT\n";
        let (status, refused) = ground.post("truong", path, json!({ "file": file, "letters": [] })).await;
        assert_eq!(status, StatusCode::UNPROCESSABLE_ENTITY, "{path}");
        assert_eq!(refused["fields"][0]["code"], "secret_words", "{path}: {refused}");
        let form = json!({ "schema": 1, "campaign": { "id": "x", "title": "TỐI MẬT" } });
        let (status, refused) = ground.post("truong", path, json!({ "form": form, "letters": [] })).await;
        assert_eq!(status, StatusCode::UNPROCESSABLE_ENTITY, "{path}");
        assert_eq!(refused["fields"][0]["code"], "secret_words", "{path}: {refused}");
    }
}

#[test]
fn every_route_that_takes_bytes_is_one_of_these_ways() {
    let described: Value =
        serde_json::from_str(include_str!("../../../../docs/reference/openapi.json")).unwrap();
    for (path, methods) in described["paths"].as_object().unwrap() {
        for (method, operation) in methods.as_object().unwrap() {
            let Some(content) = operation["requestBody"]["content"].as_object() else { continue };
            let takes_bytes = content.keys().any(|kind| kind != "application/json");
            let path = path.trim_start_matches("/api/v1").replace("{id}", "noc");
            assert!(
                !takes_bytes || WAYS.iter().any(|way| way.0 == path),
                "{method} {path} takes {content:?}"
            );
        }
    }
}
