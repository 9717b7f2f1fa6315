//! Layering: which crate may use which. The table is the design's; a new arrow is a change of design and
//! is made here and in ARCHITECTURE, with its reason.

use super::Complaint;
use super::crates::Crate;

/// The shared ground and the pure crates, from the bottom up, then everything that does something.
const ARROWS: &[(&str, &[&str])] = &[
    ("calendar", &[]),
    ("typeset", &[]),
    ("sabotage", &[]),
    ("journal", &["calendar"]),
    ("series", &["calendar"]),
    ("pades", &["calendar"]),
    ("access", &["calendar", "journal"]),
    ("campaign", &["calendar", "journal", "sabotage"]),
    ("intake", &["access", "campaign"]),
    ("directive", &["access", "calendar", "campaign", "intake"]),
    ("measure", &["calendar", "campaign", "journal", "series"]),
    ("report", &["calendar", "campaign", "directive", "journal"]),
    ("sources", &["calendar", "campaign", "intake", "journal"]),
    ("simulator", &["calendar"]),
    ("store", &["access", "calendar", "campaign", "intake", "journal", "sabotage", "series"]),
    ("drill", &["access", "calendar", "campaign", "journal", "measure", "report", "simulator", "store"]),
    (
        "api",
        &[
            "access",
            "calendar",
            "campaign",
            "directive",
            "journal",
            "report",
            "series",
            "sources",
            "store",
            "typeset",
        ],
    ),
    (
        "app",
        &[
            "access",
            "api",
            "calendar",
            "campaign",
            "directive",
            "intake",
            "journal",
            "measure",
            "report",
            "series",
            "sources",
            "store",
            "typeset",
        ],
    ),
    (
        "thongsuot",
        &["access", "app", "calendar", "campaign", "directive", "drill", "journal", "measure", "report"],
    ),
    ("testkit-shim", &[]),
    ("testkit-postgres", &[]),
    ("testkit-link", &[]),
    ("testkit-disk", &[]),
    (
        "testkit",
        &[
            "access",
            "calendar",
            "campaign",
            "drill",
            "journal",
            "measure",
            "sabotage",
            "series",
            "simulator",
            "store",
            "testkit-disk",
            "testkit-shim",
        ],
    ),
    ("xtask", &["testkit-postgres"]),
];

/// Arrows that tests alone may have: testkit stands above `store`, so that nothing below may use it.
const TEST_ARROWS: &[(&str, &str)] = &[
    ("store", "testkit-postgres"),
    ("api", "testkit-postgres"),
    ("thongsuot", "testkit-postgres"),
    ("api", "testkit"),
    ("api", "intake"),
    ("app", "testkit"),
    ("thongsuot", "testkit"),
    ("measure", "testkit-link"),
    ("report", "typeset"),
    ("report", "access"),
    ("report", "intake"),
];

/// Outside crates that one part of the workspace alone may use, with the reason.
const OWNED: &[(&str, &[&str], &str)] = &[
    ("sqlx", &["store"], "only store has SQL"),
    ("axum", &["api", "app"], "only api has wire shapes, and app listens"),
    ("tower-http", &["api"], "only api has wire shapes"),
    ("utoipa", &["api"], "only api has wire shapes"),
    ("typst", &["typeset"], "typst brings hundreds of packages and has a crate of its own"),
    ("hickory-proto", &["measure"], "only measure speaks to what it measures"),
    ("clap", &["thongsuot", "testkit"], "only programs have flags"),
    ("anyhow", &["app", "thongsuot", "testkit", "xtask"], "libraries name their faults"),
];

/// Features that one part of the workspace alone may turn on, with the reason.
const FEATURES: &[(&str, &[&str], &str)] = &[
    ("sabotage/armed", &["testkit"], "the program never lets in a fault of its own"),
    ("testkit/sabotage", &[], "only make test asks for it, in a step of its own"),
];

/// Crates without I/O, clock, runtime or randomness of their own.
const PURE: &[&str] =
    &["access", "calendar", "campaign", "directive", "intake", "journal", "pades", "report", "sources"];
const IMPURE: &[&str] = &["tokio", "sqlx", "axum", "hyper", "socket2", "libc", "nix"];

/// Complains about arrows that the tables do not allow.
pub fn check(crates: &[Crate]) -> Vec<Complaint> {
    let mut complaints = Vec::new();
    let ours = |name: &str| crates.iter().any(|krate| krate.name == name);
    for krate in crates {
        let mut complain = |what: String| complaints.push(Complaint::new(&krate.manifest, None, what));
        let Some((_, allowed)) = ARROWS.iter().find(|(name, _)| *name == krate.name) else {
            complain(format!(
                "`{}` has no place in the table of layers (xtask/src/tidy/layers.rs)",
                krate.name
            ));
            continue;
        };
        for used in krate.uses.iter().filter(|used| ours(used) && !allowed.contains(&used.as_str())) {
            complain(format!("`{}` may not use `{used}`: no such arrow in the design", krate.name));
        }
        for used in krate.tests_use.iter().filter(|used| ours(used) && !allowed.contains(&used.as_str())) {
            if !TEST_ARROWS.contains(&(krate.name.as_str(), used.as_str())) {
                complain(format!("the tests of `{}` may not use `{used}`", krate.name));
            }
        }
        for (outside, owners, why) in OWNED {
            if krate.uses.iter().any(|used| used == outside) && !owners.contains(&krate.name.as_str()) {
                complain(format!("`{}` may not use `{outside}`: {why}", krate.name));
            }
        }
        for (feature, owners, why) in FEATURES {
            if krate.turns_on.iter().any(|one| one == feature) && !owners.contains(&krate.name.as_str()) {
                complain(format!("`{}` may not turn on `{feature}`: {why}", krate.name));
            }
        }
        if PURE.contains(&krate.name.as_str()) {
            for used in krate.uses.iter().filter(|used| IMPURE.contains(&used.as_str())) {
                complain(format!("`{}` is pure and may not use `{used}`", krate.name));
            }
        }
    }
    complaints
}

#[cfg(test)]
mod tests {
    use super::*;

    fn krate(name: &str, uses: &[&str]) -> Crate {
        Crate {
            name: name.to_owned(),
            uses: uses.iter().map(ToString::to_string).collect(),
            ..Crate::default()
        }
    }

    #[test]
    fn only_the_simulator_lets_faults_in() {
        let with = |name: &str| Crate { turns_on: vec!["sabotage/armed".to_owned()], ..krate(name, &[]) };
        assert!(check(&[with("testkit")]).is_empty());
        assert!(check(&[with("store")])[0].what.contains("may not turn on `sabotage/armed`"));
    }

    #[test]
    fn an_arrow_downward_is_fine_and_one_upward_is_not() {
        assert!(check(&[krate("store", &["journal", "sqlx"]), krate("journal", &["calendar"])]).is_empty());
        let complaints = check(&[krate("journal", &["store"]), krate("store", &[])]);
        assert!(complaints[0].what.contains("`journal` may not use `store`"));
    }

    #[test]
    fn sql_outside_store_and_a_runtime_in_a_pure_crate_are_refused() {
        assert_eq!(check(&[krate("api", &["sqlx"])]).len(), 1);
        assert_eq!(check(&[krate("campaign", &["tokio"])]).len(), 1);
    }

    #[test]
    fn a_crate_without_a_place_is_named() {
        assert!(check(&[krate("helpers", &[])])[0].what.contains("no place"));
    }
}
