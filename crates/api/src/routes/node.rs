//! The node itself: what it is called, and whether it records.

use axum::{Json, extract::State};
use store::Damage;

use crate::{
    node::Node,
    problem::Problem,
    viewer::Person,
    wire::{DamagedView, DrillView, NodeView, RollbackView},
};

/// `GET /node`.
#[utoipa::path(get, path = "/api/v1/node", responses((status = 200, body = NodeView), (status = "4XX", body = Problem)))]
pub async fn show(State(node): State<Node>, viewer: Person) -> Json<NodeView> {
    let rollbacks = node.store.rollbacks(&viewer.scope).into_iter();
    Json(NodeView {
        name: node.store.node().to_owned(),
        version: env!("CARGO_PKG_VERSION").to_owned(),
        recording: !node.store.is_in_doubt(),
        rollbacks: rollbacks
            .map(|found| RollbackView {
                organisation: found.origin.organisation().to_string(),
                forked: found.forked,
                found_size: found.found_size,
                kept_size: found.kept_size,
            })
            .collect(),
        damaged: damaged(node.store.damages(&viewer.scope)),
        drill: node.played.map(|played| DrillView { speed: played.speed, clock: node.now() }),
    })
}

/// One line for each log; damages come in the order of logs and entries.
fn damaged(damages: Vec<Damage>) -> Vec<DamagedView> {
    let mut lines: Vec<DamagedView> = Vec::new();
    let mut last = 0;
    for Damage { organisation, index, part } in damages {
        match lines.last_mut().filter(|line| line.organisation == organisation.as_str()) {
            Some(line) => line.entries += u64::from(index != last),
            None => lines.push(DamagedView {
                organisation: organisation.to_string(),
                entries: 1,
                first_index: index,
                part,
            }),
        }
        last = index;
    }
    lines
}
