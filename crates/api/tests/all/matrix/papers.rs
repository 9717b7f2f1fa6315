//! Every paper as everybody asks for it, of every organisation and of all that one sees: as clean text, in which words can
//! be looked for. What is granted comes, what is not looks like what is not there, and no paper says a word of others.

use access::Action;
use api::table;
use axum::http::{Method, StatusCode};
use campaign::Paper;

use super::{
    NOBODY, Visitor, is_apart, same_as_absent, visitors,
    world::{ORGANISATIONS, Sent, World},
};
use crate::ground::slug;

#[tokio::test]
async fn every_paper_goes_to_whom_it_is_granted_and_says_nothing_of_others() {
    assert!(table().iter().any(|route| route.path == "/report"), "it is asked below by its path");
    let world = World::new().await;
    let (mut written, mut leaks) = (0, Vec::new());
    for Visitor { label, viewer, token, scope } in visitors(&world).await {
        let ask = async |paper: Paper, organisation: Option<&str>| {
            let about = organisation.map(|one| format!("&organisation={one}")).unwrap_or_default();
            let path = format!("/report?as=txt&paper={}{about}", paper.name());
            (world.ask(Some(&token), &Method::GET, &path, &Sent::Nothing).await, path)
        };
        for paper in Paper::ALL {
            let (absent, _) = ask(paper, Some(NOBODY)).await;
            let asked = ORGANISATIONS.iter().map(|(id, ..)| Some(*id)).chain([None]);
            for organisation in asked {
                let (answer, path) = ask(paper, organisation).await;
                let about = format!("{label} of {viewer}: {path} ({})", answer.status);
                let reads = |one: &str| scope.may(Action::ReadReport, &slug(one)).is_ok();
                let granted = reads(viewer) && organisation.is_none_or(reads);
                let of_another = paper.is_own() && organisation.is_some_and(|one| one != viewer);
                if granted && of_another {
                    assert_eq!(answer.status, StatusCode::UNPROCESSABLE_ENTITY, "{about}");
                    assert!(answer.text().contains("paper_of_own"), "{about}: {}", answer.text());
                } else {
                    assert_eq!(answer.status.is_success(), granted, "{about}: {}", answer.text());
                }
                written += usize::from(answer.status.is_success());
                if let Some(organisation) = organisation.filter(|one| !granted && is_apart(&scope, one)) {
                    same_as_absent(&about, organisation, &answer, &absent);
                }
                let text = answer.text();
                for (other, ..) in ORGANISATIONS {
                    let own = &world.own[other];
                    let sees = scope.sees(&slug(other));
                    let apart = if sees { &[][..] } else { &own.marks[..] };
                    let discloses = scope.may(Action::ReadDisclosed, &slug(other)).is_ok();
                    let private = if discloses { &[][..] } else { &own.private[..] };
                    // The words of a duty log stand in no paper, one's own neither.
                    let marks = apart.iter().chain(private).chain(&own.duty);
                    leaks.extend(
                        marks.filter(|mark| text.contains(*mark)).map(|mark| format!("{about}: {mark}")),
                    );
                }
            }
        }
    }
    println!("{written} papers written, {} leaks", leaks.len());
    assert_eq!(leaks, [""; 0]);
    assert!(written > 100, "{written}");
}
