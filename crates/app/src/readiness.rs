//! What a node lacks when it starts to serve: a campaign, somebody who may sign in, accounts that stand for anybody.
//! It serves all the same; the log says what to run. Of accounts only organisations and counts are told.

use std::{collections::BTreeMap, path::Path, sync::Arc};

use access::Tree;
use api::SourceSpec;
use campaign::Campaign;
use journal::Slug;

/// What is to be said, given the organisations of the campaigns in force and how many accounts may sign in for whom.
pub fn lacking(data: &Path, tree: &Tree, accounts: &BTreeMap<Slug, usize>) -> Vec<String> {
    let data = data.display();
    let mut said = Vec::new();
    let issued = tree.organisations().next().is_some();
    if !issued {
        said.push(format!(
            "no campaign is in force in {data}: nothing is asked of anybody, and the screens are empty; stop the node \
             and run `thongsuot serve --data {data} --campaign FILE`"
        ));
    }
    if accounts.is_empty() {
        said.push(format!(
            "no account in {data} may sign in; stop the node and run `thongsuot account add --data {data} --login LOGIN \
             --role ROLE --organisation ORGANISATION --name NAME --password-stdin`"
        ));
    }
    // Without a campaign every organisation is unknown, which is said above.
    for (organisation, count) in accounts.iter().filter(|(one, _)| issued && !tree.contains(one)) {
        said.push(format!(
            "organisation {organisation} is in no campaign in force, and {count} account{} for it: whoever signs in \
             there sees nothing; issue a campaign that has it, or add accounts for one of those there are",
            if *count == 1 { " is" } else { "s are" }
        ));
    }
    said
}

/// What sources would tell in vain: of targets that no campaign in force gives to their organisation.
pub fn unheard(sources: &[SourceSpec], campaigns: &[Arc<Campaign>]) -> Vec<String> {
    /// More are no help in a log.
    const NAMED: usize = 12;
    let known = |organisation: &Slug, target: &Slug| {
        campaigns.iter().any(|campaign| {
            let target = campaign.find_target(target);
            target.is_some_and(|target| campaign.answers_for(organisation, &target.owner))
        })
    };
    let mut said = Vec::new();
    for source in sources {
        let targets = source.mapping.targets();
        let vain: Vec<&str> = targets
            .into_iter()
            .filter(|target| !known(&source.organisation, target))
            .map(Slug::as_str)
            .collect();
        if !vain.is_empty() {
            said.push(format!(
                "source {}: its mapping names {} target{} that no campaign in force gives to {}, and what it tells of \
                 them is refused: {}{}",
                source.id,
                vain.len(),
                if vain.len() == 1 { "" } else { "s" },
                source.organisation,
                vain[..vain.len().min(NAMED)].join(", "),
                if vain.len() > NAMED { ", …" } else { "" }
            ));
        }
    }
    said
}

#[cfg(test)]
#[allow(clippy::unwrap_used, reason = "a test may stop at once")]
mod tests {
    use super::*;

    fn slug(text: &str) -> Slug {
        Slug::new(text).unwrap()
    }

    #[test]
    fn what_a_node_lacks_is_said_with_what_to_run() {
        let data = Path::new("DATA");
        let (none, some) = (Tree::new([]), Tree::new([(slug("so"), None)]));
        let at = |accounts: &[(&str, usize)]| accounts.iter().map(|(one, n)| (slug(one), *n)).collect();
        assert_eq!(lacking(data, &some, &at(&[("so", 3)])), Vec::<String>::new());

        let said = lacking(data, &none, &at(&[("so", 3)]));
        assert_eq!(said.len(), 1);
        assert!(said[0].contains("`thongsuot serve --data DATA --campaign FILE`"), "{said:?}");

        let said = lacking(data, &some, &at(&[]));
        assert_eq!(said.len(), 1);
        assert!(said[0].contains("`thongsuot account add --data DATA "), "{said:?}");

        let said = lacking(data, &some, &at(&[("cu", 2), ("so", 1), ("xa", 1)]));
        assert!(said[0].starts_with("organisation cu is in no campaign in force, and 2 accounts are for it"));
        assert!(said[1].starts_with("organisation xa is in no campaign in force, and 1 account is for it"));
        assert_eq!(said.len(), 2);
    }
}
