//! A campaign's targets measured: every fact that comes of it is one the campaign accepts.

use std::path::Path;

use measure::{Cause, TargetSpec};

use crate::{Answer, Stage};

#[tokio::test(start_paused = true)]
async fn every_fact_is_one_the_campaign_accepts() {
    let file = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../testdata/campaign/full.toml");
    let campaign = campaign::parse(&std::fs::read_to_string(file).unwrap(), "full.toml").unwrap();
    let targets: Vec<TargetSpec> = campaign.targets.iter().map(TargetSpec::from).collect();
    assert!(targets.len() > 2);
    let dir = tempfile::tempdir().unwrap();
    let mut stage = Stage::new(dir.path(), targets, |id, second| match (id, second) {
        ("core-bac", 60..120) => Answer::Fails(Cause::Unreachable),
        ("portal", _) => Answer::Fails(Cause::NotGranted),
        _ => Answer::Ok(1500),
    });
    stage.spec.campaign = Some(campaign.digest);
    stage.spec.summary_s = campaign.summary_s;
    stage.run(u64::from(campaign.summary_s) * 2 + 5).await;
    series::SeriesStore::seal(&*stage.series, crate::tet(), series::SealWhen::Now).unwrap().unwrap();
    stage.run(5).await;
    for kind in ["target.turned", "measurement.summarised", "segment.sealed"] {
        let drafts = stage.paper.of_kind(kind);
        assert!(!drafts.is_empty(), "{kind}");
        for (organisation, draft) in drafts {
            assert_eq!(draft.campaign, Some(campaign.digest));
            if let Err(fault) = campaign::validate(&draft, [&campaign], &organisation, crate::tet()) {
                panic!("{fault:?}\n{draft:?}");
            }
        }
    }
}
