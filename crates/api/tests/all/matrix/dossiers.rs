//! The dossier of every cell as everybody downloads it who reads the cell: the verdict is judged again without the server
//! by the code that judged on the node, what was changed in it is named, and nothing of others stands in it.

use std::{
    collections::BTreeSet,
    fs,
    path::{Path, PathBuf},
};

use access::{Action, Role, Scope};
use axum::http::{Method, StatusCode};
use campaign::{
    Cell, CellKey, Evidence,
    dossier::{JudgedBy, Rejudged, judge_again},
};
use journal::{Draft, Entry, Fact, Grade, Held, Kind, Subject, dossier, verify};
use serde_json::Value;
use store::{Asked, ExportScope};

use super::{
    is_apart,
    world::{ORGANISATIONS, Sent, World, duty},
};
use crate::ground::{slug, unpack};

/// Something said about a cell or a target, graded or not.
fn said(world: &World, kind: &str, subject: &str, grade: Option<Grade>, facts: &[(&str, Fact)]) -> Draft {
    let store = &world.ground.node.store;
    Draft {
        kind: Kind::new(kind).unwrap(),
        subject: Subject::new(subject).unwrap(),
        grade,
        facts: facts.iter().map(|(name, fact)| ((*name).to_owned(), fact.clone())).collect(),
        private: journal::Facts::new(),
        ..duty(store, "so", &Default::default())
    }
}

fn with_private(mut draft: Draft, field: &str) -> Draft {
    let words = Fact::Text(format!("Lời của {}", draft.facts["organisation"].as_text().unwrap()));
    draft.private = [(field.to_owned(), words)].into();
    draft
}

/// What was measured of an organisation, and what the authority says to it: a second look, a waiver, a decision, and a
/// measurement taken back.
async fn lived_in(world: &World) {
    let store = &world.ground.node.store;
    let desk = world.scope(Role::RegulatorDesk, "so");
    let head = Scope::new("u-dau", Role::RegulatorHead, slug("so"), &store.tree());
    for (organisation, ..) in ORGANISATIONS {
        let machine = Scope::machine("measure", slug(organisation), &store.tree());
        let line = [
            ("target", Fact::Text(format!("do-{organisation}"))),
            ("sent", Fact::Int(30)),
            ("ok", Fact::Int(20)),
            ("lost", Fact::Int(10)),
        ];
        let line = Fact::Map(line.map(|(name, fact)| (name.to_owned(), fact)).into());
        let facts = [("period_s", Fact::Int(300)), ("targets", Fact::List(vec![line]))];
        let measured = Some(Grade::Measured);
        let whole = format!("organisation:{organisation}");
        let mut summary = said(world, "measurement.summarised", &whole, measured, &facts);
        summary.held = Held::between(store.now().plus_ms(-300_000), store.now());
        let summary = store.record(&machine, &slug(organisation), summary).await.unwrap().id;
        let clock = [("offset_us", Fact::Int(-40)), ("source", "chrony".into())];
        let clock = said(world, "clock.observed", &whole, measured, &clock);
        store.record(&machine, &slug(organisation), clock).await.unwrap();
        if organisation == "so" {
            continue;
        }
        let about = ("organisation", Fact::from(organisation));
        let obligation = ("obligation", Fact::Text(format!("viec-{organisation}")));
        let subject = format!("obligation:viec-{organisation}");
        let cell = [about.clone(), obligation];
        let dispute = world.own[organisation].dispute;
        let ruling = [&cell[..], &[("ruling", "rejected".into())]].concat();
        let mut decided = with_private(said(world, "dispute.decided", &subject, None, &ruling), "reason");
        decided.answers = vec![dispute];
        store.record(&head, &slug("so"), decided).await.unwrap();
        let waived = with_private(said(world, "obligation.waived", &subject, None, &cell), "reason");
        // The waiver of one of them is left out, so that its figures decide.
        if organisation != "buu-dien" {
            store.record(&desk, &slug("so"), waived).await.unwrap();
        }
        // Without naming an obligation, about a unit: the cell above it counts it too.
        if organisation == "tram" {
            let facts = [about, ("withdraws", Fact::Bool(true))];
            let taken = said(world, "evidence.corrected", &whole, Some(Grade::Attested), &facts);
            let mut taken = with_private(taken, "reason");
            taken.answers = vec![summary];
            store.record(&head, &slug("so"), taken).await.unwrap();
        }
    }
    world.ground.clock.advance(60_000);
}

struct Downloaded {
    folder: PathBuf,
    claim: Value,
}

impl Downloaded {
    async fn by(world: &World, token: &str, organisation: &str) -> Self {
        let path = format!("/dossier/{organisation}/viec-{organisation}");
        let answer = world.ask(Some(token), &Method::GET, &path, &Sent::Nothing).await;
        assert_eq!(answer.status, StatusCode::OK, "{token}: {}", answer.text());
        let out = world.ground.dir.path().join(format!("{token}-{organisation}"));
        unpack(answer.body, &out);
        let folder = out.join(format!("ho-so-{organisation}-viec-{organisation}"));
        let claim = serde_json::from_slice(&fs::read(folder.join(dossier::STATEMENT)).unwrap()).unwrap();
        Self { folder, claim }
    }

    fn files(&self) -> Vec<PathBuf> {
        fs::read_dir(&self.folder).unwrap().map(|file| file.unwrap().path()).collect()
    }

    /// Whether the files are as they were signed and the entries are borne out.
    fn holds(&self) -> bool {
        verify::verify(&self.folder, None).is_ok_and(|files| files.holds())
            && dossier::check(&self.folder).is_ok_and(|checked| checked.faults.is_empty())
    }

    fn judged_again(&self) -> Rejudged {
        let checked = dossier::check(&self.folder).unwrap();
        let evidence = checked.entries.iter();
        let evidence = evidence.map(|one| Evidence::keep(&one.entry, one.standing.index().unwrap_or(0)));
        let file = JudgedBy::named(&self.claim).map(|by| self.folder.join(by.file()));
        let text = file.and_then(|file| fs::read_to_string(file).ok());
        judge_again(&self.claim, text.as_deref(), &evidence.collect::<Vec<_>>())
    }
}

/// Who reads a cell besides the authority: everybody of its owner's who may read a report and evidence.
fn readers(organisation: &str) -> Vec<Role> {
    let own = Role::ALL.into_iter().filter(|role| !role.is_regulator() || organisation == "so-2");
    let reads = |role: &Role| {
        [Action::ReadReport, Action::ReadEvidence]
            .iter()
            .all(|action| access::allows(*role, access::Relation::Own, *action))
    };
    own.filter(|role| *role != Role::Machine && reads(role)).collect()
}

#[tokio::test]
async fn every_cell_is_judged_again_without_the_server_whoever_downloads_it() {
    let world = World::new().await;
    lived_in(&world).await;
    let head = world.sign_in(Role::RegulatorHead, "so").await;
    let mut statuses = BTreeSet::new();
    let mut judged = 0;
    for (organisation, ..) in ORGANISATIONS {
        let whole = Downloaded::by(&world, &head, organisation).await;
        assert!(whole.holds(), "{organisation}");
        assert_eq!(whole.judged_again(), Rejudged::Same, "{organisation}");
        assert_eq!(JudgedBy::named(&whole.claim), Some(JudgedBy::Campaign));
        let key =
            CellKey { organisation: slug(organisation), obligation: slug(&format!("viec-{organisation}")) };
        let scope = world.scope(Role::RegulatorHead, "so");
        let live = world.ground.node.store.cell(&scope, &key, &Asked::default()).await.unwrap().cell;
        let live = serde_json::to_value(Cell { holder: None, ..live }).unwrap();
        assert_eq!(whole.claim["cell"], live, "{organisation}: what is claimed is what the board shows");
        if organisation == "di-dong" {
            let left_out = whole.claim["left_out"].as_array().unwrap();
            let withdrawn = left_out.iter().find(|piece| piece["what"] == "withdrawn");
            assert_eq!(withdrawn.map(|piece| &piece["organisation"]), Some(&"tram".into()), "{left_out:?}");
        }
        statuses.insert(whole.claim["verdict"]["status"].as_str().unwrap().to_owned());
        for role in readers(organisation).into_iter().filter(|_| organisation != "so") {
            let login = world.sign_in(role, organisation).await;
            let own = Downloaded::by(&world, &login, organisation).await;
            assert!(own.holds(), "{role} of {organisation}");
            assert_eq!(own.judged_again(), Rejudged::Same, "{role} of {organisation}: {}", own.claim);
            assert_eq!(JudgedBy::named(&own.claim), Some(JudgedBy::Extract), "{role} of {organisation}");
            assert_eq!(own.claim["cell"], whole.claim["cell"], "{role} of {organisation}");
            judged += 1;
        }
    }
    println!("judged again by an extract: {judged} dossiers, statuses {statuses:?}");
    assert!(judged >= 20, "{judged}");
    assert!(statuses.contains("waived") && statuses.len() > 1, "{statuses:?}");
}

#[tokio::test]
async fn a_byte_that_was_changed_in_an_operator_s_dossier_is_noticed() {
    let world = World::new().await;
    lived_in(&world).await;
    let login = world.sign_in(Role::OperatorManager, "di-dong").await;
    let own = Downloaded::by(&world, &login, "di-dong").await;
    let names: Vec<String> =
        own.files().iter().map(|file| file.file_name().unwrap().to_str().unwrap().to_owned()).collect();
    for ending in [".voucher", ".proof", dossier::EXTRACT] {
        assert!(names.iter().any(|name| name.ends_with(ending)), "{ending}: {names:?}");
    }
    for file in own.files() {
        let bytes = fs::read(&file).unwrap();
        for place in [0, bytes.len() / 2, bytes.len() - 1] {
            let mut changed = bytes.clone();
            changed[place] ^= 1;
            fs::write(&file, &changed).unwrap();
            assert!(!own.holds(), "{} with byte {place} flipped", file.display());
        }
        fs::remove_file(&file).unwrap();
        assert!(!own.holds(), "{} gone", file.display());
        fs::write(&file, &bytes).unwrap();
    }
    // A voucher is of its own entry.
    let vouchers: Vec<PathBuf> =
        own.files().into_iter().filter(|file| file.extension().is_some_and(|end| end == "voucher")).collect();
    let (one, other) = (fs::read(&vouchers[0]).unwrap(), fs::read(&vouchers[1]).unwrap());
    fs::write(&vouchers[0], &other).unwrap();
    let checked = dossier::check(&own.folder).unwrap();
    let told = checked.faults.iter().any(|fault| fault.what.contains("voucher of another entry"));
    assert!(told, "{:?}", checked.faults);
    fs::write(&vouchers[0], &one).unwrap();
    assert!(own.holds(), "as it was");
    assert_eq!(own.judged_again(), Rejudged::Same);
    let mut milder = own.claim.clone();
    milder["cell"]["status"] = "proven".into();
    let milder = Downloaded { folder: own.folder.clone(), claim: milder };
    assert!(matches!(milder.judged_again(), Rejudged::Differs(_)));
}

/// The files of a dossier, which are all text.
fn texts(folder: &Path) -> Vec<(String, String)> {
    let mut texts = Vec::new();
    for file in fs::read_dir(folder).unwrap() {
        let path = file.unwrap().path();
        let name = path.file_name().unwrap().to_str().unwrap().to_owned();
        texts.push((name, fs::read_to_string(&path).unwrap()));
    }
    texts
}

/// Whether a name stands in a text as a whole word.
fn names(text: &str, name: &str) -> bool {
    let part = |c: char| c.is_ascii_alphanumeric() || c == '-' || c == '_';
    text.match_indices(name).any(|(place, _)| {
        !text[..place].chars().next_back().is_some_and(part)
            && !text[place + name.len()..].chars().next().is_some_and(part)
    })
}

#[tokio::test]
async fn no_byte_of_an_operator_s_dossier_is_of_another() {
    let world = World::new().await;
    lived_in(&world).await;
    let store = &world.ground.node.store;
    for (viewer, ..) in ORGANISATIONS.into_iter().filter(|(id, ..)| *id != "so") {
        let role = if viewer == "so-2" { Role::Auditor } else { Role::OperatorManager };
        let scope = world.scope(role, viewer);
        let login = world.sign_in(role, viewer).await;
        let own = Downloaded::by(&world, &login, viewer).await;
        let handed: BTreeSet<&str> =
            own.claim["entries"].as_array().unwrap().iter().map(|one| one["id"].as_str().unwrap()).collect();
        for (file, text) in texts(&own.folder) {
            for (other, ..) in ORGANISATIONS.into_iter().filter(|(id, ..)| is_apart(&scope, id)) {
                let about = format!("{viewer} reads of {other} in {file}");
                // The authority is named by what it said to the viewer, and by nothing else.
                assert!(other == "so" || !names(&text, other), "{about}: {text}");
                for word in [format!("viec-{other}"), format!("do-{other}"), format!("Tên của {other}\"")]
                {
                    assert!(!names(&text, &word), "{about}: {word}");
                }
                let data = &world.own[other];
                let words =
                    data.marks.iter().chain(&data.duty).chain(&data.private).chain(&data.rights.words);
                for mark in words {
                    assert!(!text.contains(mark), "{about}: {mark}");
                }
                let reader = world.scope(Role::Auditor, other);
                let log = store.entries(&reader, &slug(other), None, 500).await.unwrap();
                assert!(log.entries.len() > 5);
                for entry in log.entries {
                    let entry = Entry::parse(&entry.canonical).unwrap();
                    if handed.contains(entry.id.to_string().as_str()) {
                        assert_eq!(other, "so", "{about}: a whole entry");
                        continue;
                    }
                    let commitments = entry.commitments.values().map(ToString::to_string);
                    for trace in commitments.chain([entry.id.to_string()]) {
                        assert!(!text.contains(&trace), "{about}: {} {trace}", entry.kind);
                    }
                }
            }
        }
        // Of the authority's log neither a place nor the length is told.
        let vouched: Vec<&Value> = own.claim["entries"]
            .as_array()
            .unwrap()
            .iter()
            .filter(|one| one["log"] == "nut.example/so")
            .collect();
        assert!(!vouched.is_empty() && vouched.iter().all(|one| one["index"].is_null()), "{viewer}");
        assert!(!own.folder.join("entry-so-0000000000.proof").exists());
    }
    // And it is no way round the journal: nobody exports a log by it.
    let scope = world.scope(Role::OperatorManager, "di-dong");
    let so = ExportScope::Logs(vec![slug("so")]);
    assert!(store.export(&scope, &so, Vec::new(), &world.ground.dir.path().join("so")).await.is_err());
}
