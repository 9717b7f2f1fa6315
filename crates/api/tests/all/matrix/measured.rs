//! A program's key states as measured what this node does not measure by itself, once it is over: and nothing of the
//! node's own.

use std::sync::Arc;

use access::{Action, Role};
use api::Measurer;
use axum::http::{Method, StatusCode};
use campaign::{Campaign, Said, Target, file::ProbeFault};
use serde_json::{Value, json};

use super::world::{Sent, World};
use crate::ground::{Answer, slug};

/// Measures every target but those of `tram`.
struct AllButOne;

impl Measurer for AllButOne {
    fn takes(&self, _: &Target) -> Result<(), ProbeFault> {
        Ok(())
    }

    fn warnings(&self, _: &Campaign) -> Vec<Said> {
        Vec::new()
    }

    fn find_probed<'a>(&self, _: &Campaign, among: &[&'a Target]) -> Option<&'a Target> {
        among.iter().copied().find(|target| target.owner.as_str() != "tram")
    }

    fn campaign_issued(&self) {}
}

fn turned(target: &str, at: &str) -> Value {
    json!({
        "kind": "target.turned", "held": { "from": at, "to": at },
        "facts": { "target": target, "from": "down", "to": "up", "cause": "answered", "detail": "" },
    })
}

/// A rosy period of some targets, told of by the organisation above them.
fn summarised(targets: &[&str], from: &str, to: &str) -> Value {
    let line = |target: &&str| json!({ "target": target, "sent": 19, "ok": 19, "lost": 0, "own_late": 0, "excluded": 0, "gap_s": 0 });
    json!({
        "kind": "measurement.summarised", "held": { "from": from, "to": to },
        "facts": { "period_s": 60, "targets": targets.iter().map(line).collect::<Vec<_>>() },
    })
}

struct Program {
    world: World,
    key: String,
}

impl Program {
    async fn new() -> Self {
        let mut world = World::new().await;
        world.ground.node.measurer = Arc::new(AllButOne);
        let key = world.key("di-dong", &[Action::RecordMeasurement]).await.0;
        Self { world, key }
    }

    async fn send(&self, body: &Value) -> Answer {
        self.world.ask(Some(&self.key), &Method::POST, "/evidence", &Sent::Json(body.clone())).await
    }

    /// What is refused to be recorded is refused to be looked at beforehand, and leaves nothing.
    async fn refused(&self, body: &Value, field: &str, code: &str) {
        let before = self.world.ground.node.store.entry_count();
        let preview = Sent::Json(json!({ "evidence": body }));
        let preview = self.world.ask(Some(&self.key), &Method::POST, "/upward/preview", &preview).await;
        let (status, told) = self.send(body).await.told();
        assert_eq!(status, StatusCode::UNPROCESSABLE_ENTITY, "{body}: {told}");
        assert_eq!(
            (&told["fields"][0]["field"], &told["fields"][0]["code"]),
            (&json!(field), &json!(code)),
            "{told}"
        );
        assert!(!preview.status.is_success(), "{body}: {}", preview.text());
        assert_eq!(self.world.ground.node.store.entry_count(), before, "{body}");
    }
}

const NOW: &str = "2027-02-01T01:00:00.000Z";
const BEFORE: &str = "2027-02-01T00:59:00.000Z";

#[tokio::test]
async fn what_the_node_measures_by_itself_no_key_states() {
    let program = Program::new().await;
    program.refused(&turned("do-di-dong", NOW), "facts.target", "measured_here").await;
    let body = summarised(&["do-tram", "do-di-dong"], BEFORE, NOW);
    program.refused(&body, "facts.targets[1].target", "measured_here").await;
    for body in [turned("do-tram", NOW), summarised(&["do-tram"], BEFORE, NOW)] {
        let answer = program.send(&body).await;
        assert_eq!(answer.status, StatusCode::CREATED, "{body}: {}", answer.text());
    }
    // Whether another's target is measured is not told.
    let theirs = program.send(&turned("do-buu-dien", NOW)).await.text().replace("do-buu-dien", "@");
    assert_eq!(theirs, program.send(&turned("do-khong-co", NOW)).await.text().replace("do-khong-co", "@"));
    let sees = program.world.scope(Role::Auditor, "di-dong").sees(&slug("buu-dien"));
    assert!(!sees && theirs.contains("no_target_of"), "{theirs}");
}

#[tokio::test]
async fn a_period_is_stated_once_it_is_over_and_a_turn_within_what_clocks_differ() {
    let program = Program::new().await;
    let still_open = summarised(&["do-tram"], BEFORE, "2027-02-01T01:00:00.001Z");
    program.refused(&still_open, "held.to", "still_to_come").await;
    program.refused(&turned("do-tram", "2027-02-01T01:10:00.001Z"), "held.from", "still_to_come").await;
    let answer = program.send(&turned("do-tram", "2027-02-01T01:09:00.000Z")).await;
    assert_eq!(answer.status, StatusCode::CREATED, "{}", answer.text());
    program.world.ground.clock.advance(1);
    let answer = program.send(&still_open).await;
    assert_eq!(answer.status, StatusCode::CREATED, "{}", answer.text());
}

#[tokio::test]
async fn the_node_s_clock_and_files_are_its_own_to_tell_of() {
    let program = Program::new().await;
    let clock = json!({ "kind": "clock.observed", "facts": { "offset_us": 0, "source": "ntp" } });
    program.refused(&clock, "kind", "by_node_alone").await;
    let sealed = json!({ "sha256": "0".repeat(64), "bytes": 1, "from": BEFORE, "to": NOW, "series": 1 });
    program.refused(&json!({ "kind": "segment.sealed", "facts": sealed }), "kind", "by_node_alone").await;
}
