//! A journal hashed again from its entries: what a restore and a move believe of it.

use std::collections::{BTreeMap, BTreeSet};

use journal::{Checkpoint, Frontier, Hash, Origin, SigningKey};

use crate::{
    fault::{EnvironmentFault, EnvironmentReason},
    sql::{Connection, copy, journal::visit},
    writer::{LogHead, head},
};

/// How long each log is, and its root.
pub type Sizes = BTreeMap<Origin, (u64, Hash)>;

/// How long each log is, and its root, as the journal says.
pub async fn sizes(connection: &mut Connection) -> Result<Sizes, EnvironmentFault> {
    let heads = head::load(connection).await?.into_values();
    Ok(heads.map(|head| (head.origin, (head.frontier.size(), head.frontier.root()))).collect())
}

/// What is wrong with the logs: every head that was ever signed must follow from their entries, and so must those listed.
pub async fn logs(
    connection: &mut Connection,
    key: &SigningKey,
    listed: &Sizes,
) -> Result<Vec<String>, EnvironmentFault> {
    let failed = |error| EnvironmentFault::sql("checking the journal", error);
    let mut wrong = Vec::new();
    let heads = head::load(connection).await?;
    let found: BTreeSet<_> = heads.values().map(|head| &head.origin).collect();
    if found != listed.keys().collect() {
        wrong.push("has other logs than the manifest lists".to_owned());
    }
    for head in heads.values() {
        let mut signed = Vec::new();
        for row in copy::checkpoints(connection, head.no).await.map_err(failed)? {
            match Checkpoint::open(row.note.as_bytes(), &key.verifier_for(&head.origin)) {
                Ok(one) if one.origin == head.origin && one.size == row.size => signed.push(one),
                _ => wrong.push(format!("has a head of {} that this key did not sign", head.origin)),
            }
        }
        if let Some(what) = log(connection, head, &signed, listed.get(&head.origin)).await? {
            wrong.push(format!("{}: {what}", head.origin));
        }
    }
    Ok(wrong)
}

async fn log(
    connection: &mut Connection,
    head: &LogHead,
    signed: &[Checkpoint],
    listed: Option<&(u64, Hash)>,
) -> Result<Option<String>, EnvironmentFault> {
    let mut tree = Frontier::new();
    let mut due = signed.iter().peekable();
    let mut wrong = None;
    let visited = visit(connection, head.no, 0, head.frontier.size(), |stored| {
        if stored.place.index != tree.size() {
            wrong.get_or_insert(format!("entry {} is missing", tree.size()));
        }
        tree.push(stored.leaf, |_, _, _| ());
        while let Some(checkpoint) = due.next_if(|checkpoint| checkpoint.size <= tree.size()) {
            if checkpoint.size == tree.size() && checkpoint.root != tree.root() {
                wrong.get_or_insert(format!("is not what its head of size {} signed", checkpoint.size));
            }
        }
        Ok(())
    })
    .await;
    match visited {
        Err(fault) if fault.reason == EnvironmentReason::Damaged => return Ok(Some(fault.what)),
        visited => visited?,
    }
    if due.next().is_some() {
        wrong.get_or_insert("is shorter than a head that was signed".to_owned());
    }
    if listed != Some(&(tree.size(), tree.root())) || tree != head.frontier {
        wrong.get_or_insert("does not lead to the root the manifest lists".to_owned());
    }
    Ok(wrong)
}
