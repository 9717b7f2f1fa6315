//! What the API needs of the measuring engine before and after a campaign is issued. The engine stands beside this crate,
//! so whoever joins the two hands over an implementation.

use campaign::{Campaign, Said, Target, file::ProbeFault};

/// The measuring engine, as far as campaigns go.
pub trait Measurer: Send + Sync {
    /// Whether it takes a target.
    fn takes(&self, target: &Target) -> Result<(), ProbeFault>;
    /// What a person should know of a campaign it would measure, such as targets it may not reach.
    fn warnings(&self, campaign: &Campaign) -> Vec<Said>;
    /// The first of these targets of a campaign that this node measures by itself; none where it measures none of them.
    fn find_probed<'a>(&self, campaign: &Campaign, among: &[&'a Target]) -> Option<&'a Target>;
    /// A campaign came into force: what it names is measured from now on.
    fn campaign_issued(&self);
}

/// A node that measures nothing.
#[derive(Clone, Copy, Debug, Default)]
pub struct MeasuresNothing;

impl Measurer for MeasuresNothing {
    fn takes(&self, _: &Target) -> Result<(), ProbeFault> {
        Ok(())
    }

    fn warnings(&self, _: &Campaign) -> Vec<Said> {
        Vec::new()
    }

    fn find_probed<'a>(&self, _: &Campaign, _: &[&'a Target]) -> Option<&'a Target> {
        None
    }

    fn campaign_issued(&self) {}
}
