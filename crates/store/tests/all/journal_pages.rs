//! Logs, proofs, signed heads and exports.

use journal::{Checkpoint, VerifierKey, verify, verify_consistency, verify_inclusion};
use store::{Attachment, ClockOffset, ExportScope, Store};

use crate::support::{Node, slug};

#[tokio::test]
async fn every_entry_proves_itself_against_a_signed_head() {
    let node = Node::new().await;
    let (scope, log) = (node.operator("di-dong"), slug("di-dong"));
    for number in 0..13 {
        node.record("di-dong", node.inspection(&format!("{number}"))).await;
    }
    for index in 0..13 {
        let proof = node.store.proof(&scope, &log, index).await.unwrap();
        assert_eq!(journal::leaf_hash(&proof.canonical), proof.leaf);
        verify_inclusion(proof.leaf, index, proof.size, &proof.path, proof.root).unwrap();
        let key = VerifierKey::parse(&proof.vkey).unwrap();
        let head = Checkpoint::open(proof.checkpoint.note.as_bytes(), &key).unwrap();
        assert_eq!(
            (head.size, head.root, head.origin.to_string()),
            (13, proof.root, "nut-1.example/di-dong".to_owned())
        );
    }
    assert!(node.store.proof(&scope, &log, 13).await.is_err());
}

#[tokio::test]
async fn a_grown_log_begins_with_what_it_was() {
    let node = Node::new().await;
    let (scope, log) = (node.operator("di-dong"), slug("di-dong"));
    let key = VerifierKey::parse(&node.store.verifier_key(&log).unwrap()).unwrap();
    let mut heads = Vec::new();
    for number in 0..9 {
        node.record("di-dong", node.inspection(&format!("{number}"))).await;
        let signed = node.store.checkpoint(&scope, &log).await.unwrap();
        heads.push(Checkpoint::open(signed.note.as_bytes(), &key).unwrap());
    }
    let last = heads.last().unwrap();
    for old in &heads {
        let proof = node.store.consistency(&scope, &log, old.size).await.unwrap();
        verify_consistency(old.size, last.size, old.root, last.root, &proof).unwrap();
    }
}

#[tokio::test]
async fn a_head_is_signed_after_the_clocks_offset_is_journaled_and_only_when_the_log_grew() {
    let mut node = Node::new().await;
    node.store.close().await.unwrap();
    let mut options = node.options();
    options.clock_offset =
        Some(std::sync::Arc::new(|| Some(ClockOffset { offset_us: -120, source: "ntp.example".to_owned() })));
    node.store = Store::open(options).await.unwrap();
    node.record("di-dong", node.acknowledgement("truc")).await;
    node.store.sign_checkpoints().await.unwrap();
    node.store.sign_checkpoints().await.unwrap();
    let logs = node.store.logs(&node.regulator()).await.unwrap();
    let log = logs.iter().find(|log| log.organisation == slug("di-dong")).unwrap();
    assert_eq!(log.size, 2);
    assert_eq!(log.checkpoint.as_ref().unwrap().size, 2);
}

#[tokio::test]
async fn what_is_exported_verifies_and_holds_what_its_reader_may_hand_over() {
    let node = Node::new().await;
    let digest = node.store.put_blob(&node.operator("di-dong"), b"%PDF anh".to_vec()).await.unwrap();
    for number in 0..300 {
        let mut draft = node.inspection(&format!("người {number}"));
        if number == 7 {
            draft.facts.insert("photos".to_owned(), journal::Fact::Int(1));
            draft.private.insert("photo_1".to_owned(), digest.hex().into());
        }
        node.record("di-dong", draft).await;
    }
    node.record("buu-dien", node.acknowledgement("truc")).await;
    let out = node.dir.path().join("all");
    let report = vec![Attachment { name: "report.docx".to_owned(), bytes: b"PK".to_vec() }];
    node.store.export(&node.regulator(), &ExportScope::All, report, &out).await.unwrap();
    let found = verify::verify(&out, None).unwrap();
    assert!(found.faults.is_empty(), "{:?}", found.faults);
    assert_eq!(found.logs.len(), 3);
    assert!(node.store.export(&node.regulator(), &ExportScope::All, Vec::new(), &out).await.is_err());
    let own = node.dir.path().join("own");
    node.store.export(&node.operator("buu-dien"), &ExportScope::All, Vec::new(), &own).await.unwrap();
    assert_eq!(verify::verify(&own, None).unwrap().logs.len(), 1);
    let others = ExportScope::Logs(vec![slug("di-dong")]);
    let out = node.dir.path().join("others");
    assert!(node.store.export(&node.operator("buu-dien"), &others, Vec::new(), &out).await.is_err());
}
