//! The access matrix, as it is met over HTTP: every route and method, every role, data of every relation. What the
//! policy grants is answered; what it does not is refused, and looks like what is not there; and nothing of what a
//! viewer may not see stands in any answer.

mod asking;
mod bodies;
mod dossiers;
mod given;
mod inference;
mod kinds;
mod measured;
mod offered;
mod paged;
mod repeated;
mod upward;
mod world;
mod writes;

use access::{Action, Relation, Role, Scope, allows};
use api::Gate;
use axum::http::{Method, StatusCode};

use self::{
    asking::ask,
    world::{ORGANISATIONS, Sent, World},
};
use crate::ground::{Answer, slug};

/// Stands in a path for the organisation whose data is asked for.
const NOBODY: &str = "khong-co";

/// What is asked about a report names whose in its query.
const REPORTS: [&str; 4] = ["/report", "/report/bundle", "/report/signing", "/campaign/calendar"];

/// Whether a request would sign the viewer out.
fn ends_own(method: &str, path: &str) -> bool {
    method == "DELETE" && ["/session", "/sessions"].contains(&path)
}

/// What is done to accounts and what they may; each has tests of its own for what comes of it.
const OF_ACCOUNTS: [&str; 6] =
    ["/accounts", "/sessions", "/keys", "/recoveries", "/delegations", "/openings"];

/// Whether the request is whole enough to succeed where it is granted; what is changed of accounts, in disputes once
/// they are decided, of what is under dispute, and of what was given to another since, has tests of its own.
fn is_whole(method: &str, path: &str) -> bool {
    let apart = [
        "/disputes/{id}/answers",
        "/disputes/{id}/decision",
        "/entries/{id}/erase",
        "/assignments/{id}/withdraw",
        "/delegations",
    ];
    !((method == "POST" && apart.contains(&path))
        || OF_ACCOUNTS.iter().any(|one| path.starts_with(&format!("{one}/"))))
}

/// Whether a path or body names whose data it wants; the others answer with whatever the viewer may see.
fn names_whose(method: &str, path: &str) -> bool {
    path.contains('{')
        || REPORTS.contains(&path)
        || method == "POST"
            && [
                "/disputes",
                "/assignments",
                "/evidence",
                "/accounts",
                "/keys",
                "/delegations",
                "/openings",
                "/upward/preview",
            ]
            .contains(&path)
}

/// What decides in the test's requests, where a gate names several actions.
fn deciding(method: &str, path: &str, (first, more): (Action, &[Action])) -> Vec<Action> {
    if method == "POST" && ["/evidence", "/upward/preview"].contains(&path) {
        vec![Action::Acknowledge]
    } else {
        [&[first], more].concat()
    }
}

/// Somebody signed in or a program with a key, and what the policy says of them.
struct Visitor {
    label: String,
    viewer: &'static str,
    token: String,
    scope: Scope,
}

/// Every role, and keys that name all a machine may, all of one sort, and single actions.
async fn visitors(world: &World) -> Vec<Visitor> {
    let mut visitors = Vec::new();
    for role in Role::ALL {
        let viewer = if role.is_regulator() { "so" } else { "di-dong" };
        let (token, scope) = (world.sign_in(role, viewer).await, world.scope(role, viewer));
        visitors.push(Visitor { label: role.to_string(), viewer, token, scope });
    }
    let machines = Action::ALL.into_iter().filter(|action| allows(Role::Machine, Relation::Own, *action));
    let all: Vec<Action> = machines.collect();
    let reads: Vec<Action> = all.iter().copied().filter(|action| action.only_reads()).collect();
    let keys: [(&str, &'static str, &[Action]); 7] = [
        ("all", "di-dong", &all),
        ("all", "so", &all),
        ("all", "tram", &all),
        ("reads", "di-dong", &reads),
        ("board", "di-dong", &[Action::ReadBoard]),
        ("journal", "di-dong", &[Action::ReadBoard, Action::ReadJournal]),
        ("writes", "di-dong", &[Action::RecordMeasurement, Action::Acknowledge]),
    ];
    for (label, viewer, actions) in keys {
        let (token, scope) = world.key(viewer, actions).await;
        visitors.push(Visitor { label: format!("key ({label})"), viewer, token, scope });
    }
    // Two who broke the glass over di-dong: for one it is past.
    let past = world.break_glass("kinh-da-lanh", 5).await;
    world.ground.clock.advance(6 * 60_000);
    let open = world.break_glass("kinh-dang-vo", 60).await;
    for (label, token) in [("glass broken", open), ("glass mended", past)] {
        let scope = world.scope_of(&token).await;
        assert_eq!(scope.sees(&slug("di-dong")), label == "glass broken");
        visitors.push(Visitor { label: label.to_owned(), viewer: "so-2", token, scope });
    }
    visitors
}

#[tokio::test]
async fn nobody_gets_what_the_policy_does_not_grant_and_everybody_what_it_does() {
    let world = World::new().await;
    let mut tried = 0;
    let mut granted = 0;
    let mut leaks = Vec::new();
    for Visitor { label, viewer, token, scope } in visitors(&world).await {
        let hidden: Vec<&str> =
            ORGANISATIONS.iter().map(|(id, ..)| *id).filter(|id| !scope.sees(&slug(id))).collect();
        for route in api::table() {
            for (method, gate) in route.gates.iter().filter(|(method, _)| !ends_own(method, route.path)) {
                let verb = Method::from_bytes(method.as_bytes()).unwrap();
                let nothing = ask(&world, method, route.path, NOBODY);
                let absent = world.ask(Some(&token), &verb, &nothing.path, &nothing.sent).await;
                for (organisation, ..) in ORGANISATIONS {
                    if !names_whose(method, route.path) && organisation != viewer {
                        continue;
                    }
                    // It would let the visitor see more from then on; the two above have.
                    let opens = (*method, route.path) == ("POST", "/openings");
                    if opens && scope.may(Action::BreakGlass, &slug(organisation)).is_ok() {
                        continue;
                    }
                    let wanted = ask(&world, method, route.path, organisation);
                    let answer = world.ask(Some(&token), &verb, &wanted.path, &wanted.sent).await;
                    tried += 1;
                    let about = format!("{label} of {viewer}: {method} {} ({})", wanted.path, answer.status);
                    assert!(!answer.status.is_server_error(), "{about}: {}", answer.text());
                    if *gate == Gate::SignedIn && label.starts_with("key") {
                        assert_eq!(
                            answer.status,
                            StatusCode::UNAUTHORIZED,
                            "{about}: no program is a person"
                        );
                    }
                    if *gate == Gate::SignedIn && names_whose(method, route.path) {
                        assert!(!answer.status.is_success(), "{about}: it is another's");
                        same_as_absent(&about, organisation, &answer, &absent);
                    }
                    if *gate == Gate::Secret {
                        let refused = [StatusCode::UNAUTHORIZED, StatusCode::TOO_MANY_REQUESTS]
                            .contains(&answer.status);
                        assert!(refused, "{about}: a person is no source");
                    }
                    if let Gate::Lists(..) = gate {
                        granted += 1;
                        assert!(answer.status.is_success(), "{about}: {}", answer.text());
                        if is_apart(&scope, organisation) && names_whose(method, route.path) {
                            same_as_absent(&about, organisation, &answer, &absent);
                        }
                    }
                    if let Gate::Needs(first, more) = gate {
                        let may = deciding(method, route.path, (*first, more))
                            .iter()
                            .all(|action| scope.may(*action, &slug(organisation)).is_ok());
                        granted += usize::from(may);
                        // A campaign is the topmost regulator's to issue.
                        let of_the_top = viewer == "so-2" && route.path.starts_with("/campaign");
                        if !may || is_whole(method, route.path) && !of_the_top {
                            assert_eq!(answer.status.is_success(), may, "{about}: {}", answer.text());
                        }
                        if !may && is_apart(&scope, organisation) && names_whose(method, route.path) {
                            same_as_absent(&about, organisation, &answer, &absent);
                        }
                    }
                    if route.path == "/events" {
                        let heard = answer.text().contains(&format!("/{viewer}\""));
                        let reads = scope.may(Action::ReadJournal, &slug(viewer)).is_ok();
                        assert_eq!(heard, reads, "{about}: {}", answer.text());
                    }
                    for (other, ..) in ORGANISATIONS {
                        let own = &world.own[other];
                        let withheld = |reads: &[Action], marks: &'_ [String]| {
                            let may = reads.iter().any(|action| scope.may(*action, &slug(other)).is_ok());
                            if may { Vec::new() } else { marks.to_vec() }
                        };
                        let apart = if hidden.contains(&other) { &own.marks[..] } else { &[] };
                        let duty = if other == viewer { &[][..] } else { &own.duty[..] };
                        let private = withheld(&[Action::ReadDisclosed], &own.private);
                        let keeps = [Action::ReadAccounts, Action::ReadJournal, Action::Delegate];
                        let rights = withheld(&keeps, &own.rights.words);
                        // What reads an organisation is told to it and to the side that reads.
                        let opened_by = slug(own.rights.opened_by);
                        let is_told = keeps.iter().any(|action| scope.may(*action, &opened_by).is_ok());
                        let opened = if is_told { Vec::new() } else { withheld(&keeps, &own.rights.opened) };
                        let marks = apart.iter().chain(duty).chain(&private).chain(&rights).chain(&opened);
                        // What the request itself names is no news.
                        let named = match &wanted.sent {
                            Sent::Json(body) => body.to_string(),
                            _ => String::new(),
                        };
                        let marks = marks.filter(|mark| !named.contains(*mark));
                        // What an operator answers for is told with its cells, its unit's target too.
                        let reads_above =
                            other == "tram" && scope.may(Action::ReadObligation, &slug("di-dong")).is_ok();
                        let marks = marks.filter(|mark| !(reads_above && *mark == "do-tram\""));
                        let text = answer.text();
                        leaks.extend(
                            marks.filter(|mark| text.contains(*mark)).map(|mark| format!("{about}: {mark}")),
                        );
                    }
                }
            }
        }
    }
    let cells = access::matrix();
    let (cells, allowed) = cells.fold((0, 0), |(all, yes), cell| (all + 1, yes + u32::from(cell.3)));
    println!("policy: {cells} cells, {allowed} granted");
    println!("access over HTTP: {tried} requests, {granted} granted, {} leaks", leaks.len());
    assert_eq!(leaks, [""; 0]);
    assert!(tried > 500, "{tried}");
}

/// Whether the viewer is not even to know that it is there.
fn is_apart(scope: &Scope, organisation: &str) -> bool {
    let organisation = slug(organisation);
    !matches!(scope.relation(&organisation), Relation::Own | Relation::Ancestor) && !scope.sees(&organisation)
}

/// What may not be seen answers as what does not exist, but for the name that the request itself gave.
fn same_as_absent(about: &str, organisation: &str, answer: &Answer, absent: &Answer) {
    assert_eq!(answer.status, absent.status, "{about}: {} instead of {}", answer.text(), absent.text());
    let plain = |answer: &Answer, name: &str| String::from_utf8_lossy(&answer.body).replace(name, "@");
    assert_eq!(plain(answer, organisation), plain(absent, NOBODY), "{about}");
    let names = |answer: &Answer| answer.headers.keys().map(ToString::to_string).collect::<Vec<_>>();
    assert_eq!(names(answer), names(absent), "{about}");
}

#[tokio::test]
async fn a_stranger_gets_nothing_but_what_is_public() {
    let world = World::new().await;
    for route in api::table() {
        for (method, gate) in route.gates {
            let verb = Method::from_bytes(method.as_bytes()).unwrap();
            for (organisation, ..) in ORGANISATIONS {
                let wanted = ask(&world, method, route.path, organisation);
                for token in [None, Some("nobody-s-token")] {
                    let answer = world.ask(token, &verb, &wanted.path, &wanted.sent).await;
                    let about = format!("{method} {}: {}", wanted.path, answer.text());
                    if *gate == Gate::Public {
                        let opens = ["/session", "/invitation"].contains(&route.path);
                        assert!(answer.status.is_success() || opens, "{about}");
                        continue;
                    }
                    let refused =
                        [StatusCode::UNAUTHORIZED, StatusCode::FORBIDDEN, StatusCode::TOO_MANY_REQUESTS]
                            .contains(&answer.status);
                    assert!(refused || ends_own(method, route.path), "{about}");
                    let text = answer.text();
                    let marks = world.own.values().flat_map(|own| own.marks.iter().chain(&own.duty));
                    assert_eq!(marks.filter(|mark| text.contains(*mark)).count(), 0, "{about}");
                }
            }
        }
    }
}

#[tokio::test]
async fn a_method_without_a_gate_is_not_there() {
    let world = World::new().await;
    let token = world.sign_in(Role::RegulatorHead, "so").await;
    for route in api::table() {
        for method in [Method::GET, Method::POST, Method::PUT, Method::PATCH, Method::DELETE] {
            if route.gates.iter().any(|(gated, _)| *gated == method.as_str()) {
                continue;
            }
            let wanted = ask(&world, method.as_str(), route.path, "so");
            let answer = world.ask(Some(&token), &method, &wanted.path, &wanted.sent).await;
            assert_eq!(answer.status, StatusCode::METHOD_NOT_ALLOWED, "{method} {}", route.path);
        }
    }
}

#[tokio::test]
async fn figures_are_for_a_collector_on_the_same_machine() {
    let world = World::new().await;
    let near = ([127, 0, 0, 1], 50_000).into();
    let (far, mapped) = (([192, 0, 2, 7], 50_000).into(), "[::ffff:127.0.0.1]:50000".parse().unwrap());
    for (peer, forwarded, wanted) in
        [(near, false, 200), (mapped, false, 200), (far, false, 404), (near, true, 404)]
    {
        let answer = world.ask_for_figures(peer, forwarded).await;
        assert_eq!(answer.status.as_u16(), wanted, "{peer} {forwarded}");
        for (organisation, ..) in ORGANISATIONS {
            let text = answer.text();
            assert!(!text.contains(&format!("{organisation}\"")) && !text.contains("Tên của"), "{text}");
        }
    }
}
