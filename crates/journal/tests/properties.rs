//! What must hold for any entry: one text, read back the same; commitments open to their value alone;
//! cursors compare as prefixes.
#![allow(clippy::unwrap_used, clippy::panic, reason = "a test may stop at once")]

use calendar::Instant;
use journal::{
    Checkpoint, Cursor, Disclosure, Draft, Entry, EntryId, EntryView, Fact, Facts, Grade, Hash, Held, Origin,
    SigningKey, commitment_matches, compare_checkpoints, same_content,
};
use proptest::collection::{btree_map, vec};
use proptest::prelude::*;
use unicode_normalization::UnicodeNormalization;

fn text() -> impl Strategy<Value = String> {
    "(?s:.{0,24})".prop_map(|text| text.nfc().collect())
}

fn fact() -> impl Strategy<Value = Fact> {
    let leaf = prop_oneof![
        Just(Fact::Null),
        any::<bool>().prop_map(Fact::Bool),
        (-journal::MAX_INTEGER..=journal::MAX_INTEGER).prop_map(Fact::Int),
        text().prop_map(Fact::Text),
    ];
    leaf.prop_recursive(4, 24, 4, |inner| {
        prop_oneof![
            vec(inner.clone(), 0..4).prop_map(Fact::List),
            btree_map("[a-z0-9_]{1,8}", inner, 0..4).prop_map(Fact::Map),
        ]
    })
}

fn facts() -> impl Strategy<Value = Facts> {
    btree_map("[a-z0-9_]{1,12}", fact(), 0..5)
}

fn instant() -> impl Strategy<Value = Instant> {
    any::<i64>().prop_map(Instant::from_ms)
}

fn held() -> impl Strategy<Value = Held> {
    (instant(), proptest::option::of(0_i64..10_000_000_000))
        .prop_map(|(from, length)| Held { from, to: length.map(|ms| from.plus_ms(ms)) })
}

fn grade() -> impl Strategy<Value = Option<Grade>> {
    proptest::option::of(prop_oneof![
        Just(Grade::Asserted),
        Just(Grade::Attested),
        Just(Grade::Countersigned),
        Just(Grade::Measured),
    ])
}

fn id() -> impl Strategy<Value = EntryId> {
    (instant(), any::<[u8; 10]>()).prop_map(|(at, random)| EntryId::v7(at, random))
}

prop_compose! {
    fn draft()(
        id in id(), kind in "[a-z][a-z0-9_]{0,9}\\.[a-z][a-z_]{0,9}", slug in "[a-z0-9][a-z0-9-]{0,63}",
        held in held(), source in "[a-zđ0-9 .]{1,20}", answers in vec(id(), 0..3),
        campaign in proptest::option::of(any::<[u8; 32]>()), grade in grade(), facts in facts(), private in facts(),
    ) -> Draft {
        Draft {
            id, kind: kind.parse().unwrap(), subject: format!("thing:{slug}").parse().unwrap(), held,
            source: source.nfc().collect(), actor: "u-1".to_owned(), answers,
            campaign: campaign.map(Hash::new), grade, facts, private,
        }
    }
}

fn origin() -> Origin {
    Origin::new("nut.example/don-vi").unwrap()
}

fn seal(draft: Draft, first_salt: u8) -> (Entry, Vec<Disclosure>) {
    let mut salt = first_salt;
    let mut salts = || {
        salt = salt.wrapping_add(1);
        [salt; 32]
    };
    draft.seal(origin(), Instant::from_ms(1_800_000_000_000), &mut salts).unwrap()
}

proptest! {
    #[test]
    fn an_entry_reads_back_the_same(draft in draft()) {
        let (entry, _) = seal(draft, 0);
        let canonical = entry.canonical();
        prop_assert_eq!(&Entry::parse(&canonical).unwrap(), &entry);
        prop_assert_eq!(EntryView::parse(&canonical).unwrap().id, entry.id);
        prop_assert_eq!(&serde_json::from_slice::<Entry>(&canonical).unwrap(), &entry);
        let through_serde = serde_json::from_slice::<serde_json::Value>(&canonical).unwrap();
        prop_assert_eq!(serde_json::to_vec(&through_serde).unwrap(), canonical, "serde_json sorts keys alike");
    }

    #[test]
    fn an_entry_with_a_flipped_byte_never_reads_as_the_same(draft in draft(), at in any::<prop::sample::Index>(), bit in 0..8_u8) {
        let (entry, _) = seal(draft, 0);
        let mut bytes = entry.canonical();
        let at = at.index(bytes.len());
        bytes[at] ^= 1 << bit;
        if let Ok(other) = Entry::parse(&bytes) {
            prop_assert_ne!(&other, &entry);
            prop_assert_eq!(other.canonical(), bytes);
        }
    }

    #[test]
    fn any_bytes_are_read_without_panic(bytes in vec(any::<u8>(), 0..200)) {
        journal::fuzz::entry(&bytes);
        journal::fuzz::note(&bytes);
        journal::fuzz::cursor(&bytes);
        journal::fuzz::bundle(&bytes);
    }

    #[test]
    fn a_commitment_opens_to_its_value_alone(draft in draft(), other in fact()) {
        let (entry, disclosures) = seal(draft, 0);
        for disclosure in &disclosures {
            let Disclosure { field, salt, value, .. } = disclosure;
            prop_assert!(disclosure.verify(&entry));
            prop_assert!(commitment_matches(&entry, field, salt, value));
            prop_assert_eq!(commitment_matches(&entry, field, salt, &other), other == *value);
            prop_assert!(!commitment_matches(&entry, field, &[0xee; 32], value));
            prop_assert!(!commitment_matches(&entry, "no such field", salt, value));
        }
    }

    #[test]
    fn a_retry_is_recognised_through_other_salts(draft in draft(), other in fact()) {
        let (first, kept) = seal(draft.clone(), 0);
        let (second, _) = seal(draft.clone(), 100);
        prop_assert!(same_content(&first, &second));
        prop_assert!(draft.same_as(&first, &kept));
        prop_assert!(draft.same_as(&first, &[]), "after erasure nothing can be compared");
        let mut changed = draft.clone();
        if let Some(value) = changed.private.values_mut().next().filter(|value| **value != other) {
            *value = other;
            prop_assert!(!changed.same_as(&first, &kept));
        }
        let mut changed = draft;
        changed.facts.insert("one_more_fact_than_before".to_owned(), Fact::Null);
        prop_assert!(!changed.same_as(&first, &kept));
    }

    #[test]
    fn a_cursor_is_a_prefix(sizes in btree_map("[a-z]{1,6}", 0..1_000_u64, 0..6), index in 0..1_000_u64) {
        let cursor: Cursor = sizes.iter().map(|(node, size)| (Origin::new(format!("{node}/x")).unwrap(), *size)).collect();
        prop_assert_eq!(&Cursor::decode(&cursor.encode()).unwrap(), &cursor);
        for (origin, size) in cursor.iter() {
            prop_assert_eq!(cursor.includes(origin, index), index < size);
        }
        let less = cursor.restricted_to(|origin| origin.node() < "m");
        prop_assert!(cursor.covers(&less));
        prop_assert!(less.iter().all(|(origin, _)| origin.node() < "m"));
    }
}

#[test]
fn a_draft_outside_the_format_is_refused_with_its_field() {
    let (good, _) = seal(
        Draft {
            id: EntryId::v7(Instant::from_ms(0), [0; 10]),
            kind: "a.b".parse().unwrap(),
            subject: "a:b".parse().unwrap(),
            held: Held::at(Instant::from_ms(0)),
            source: "s".to_owned(),
            actor: "a".to_owned(),
            answers: Vec::new(),
            campaign: None,
            grade: None,
            facts: Facts::new(),
            private: Facts::new(),
        },
        0,
    );
    let with = |key: &str, value: Fact| {
        let mut entry = good.clone();
        entry.facts.insert(key.to_owned(), value);
        entry.check().unwrap_err().field
    };
    assert_eq!(with("a", Fact::Int(journal::MAX_INTEGER + 1)), "facts.a");
    assert_eq!(with("a", Fact::Int(i64::MIN)), "facts.a");
    assert_eq!(with("a", Fact::Text("e\u{301}".to_owned())), "facts.a");
    assert_eq!(with("A", Fact::Null), "facts");
    assert_eq!(with("a", Fact::Text("x".repeat(journal::MAX_ENTRY_BYTES))), "entry");
    let deep = (0..20).fold(Fact::Null, |inner, _| Fact::List(vec![inner]));
    assert!(with("a", deep).starts_with("facts.a"));
    let mut entry = good.clone();
    entry.actor = String::new();
    assert_eq!(entry.check().unwrap_err().field, "actor");
    let mut entry = good.clone();
    entry.held.to = Some(Instant::from_ms(-1));
    assert_eq!(entry.check().unwrap_err().field, "held.to");
    let canonical = String::from_utf8(good.canonical()).unwrap();
    for (from, to, field) in [
        ("\"v\":1", "\"v\":2", "v"),
        ("\"grade\":null", "\"grade\":\"sure\"", "grade"),
        ("\"kind\":\"a.b\"", "\"kind\":\"ab\"", "kind"),
        ("00Z\"}", "00z\"}", "held.to"),
        ("\"facts\":{}", "\"facts\":{\"x\":1.5}", "facts.x"),
        ("\"answers\":[]", "\"answers\":[\"\"]", "answers[0]"),
        ("{\"actor\"", "{ \"actor\"", "actor"),
    ] {
        let fault = Entry::parse(canonical.replacen(from, to, 1).as_bytes()).unwrap_err();
        assert_eq!(fault.field, field, "{fault}");
    }
}

#[test]
fn two_heads_of_one_size_with_different_roots_are_a_fault() {
    let head = |origin: &str, size, root: &[u8]| Checkpoint {
        origin: Origin::new(origin).unwrap(),
        size,
        root: Hash::of(root),
    };
    let one = head("n/a", 5, b"one");
    assert!(compare_checkpoints(&one, &one).is_ok());
    assert!(compare_checkpoints(&one, &head("n/a", 6, b"two")).is_ok());
    assert!(compare_checkpoints(&one, &head("n/b", 5, b"two")).is_ok());
    let split = compare_checkpoints(&one, &head("n/a", 5, b"two")).unwrap_err();
    assert_eq!((split.size, split.roots), (5, [Hash::of(b"one"), Hash::of(b"two")]));
}

#[test]
fn a_private_value_never_shows_in_debug_output() {
    let key = SigningKey::from_seed("n", &[7; 32]).unwrap();
    assert_eq!(format!("{key:?}"), "SigningKey { name: \"n\", .. }");
    let disclosure = Disclosure {
        id: EntryId::v7(Instant::from_ms(0), [0; 10]),
        field: "signer".to_owned(),
        salt: [7; 32],
        value: "Nguyễn Văn Mẫu".into(),
    };
    assert!(!format!("{disclosure:?}").contains("Mẫu"));
}
