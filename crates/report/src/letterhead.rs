//! Who writes a paper, to whom, and what its office says of itself.

use campaign::{Campaign, Organisation, OrganisationKind, Paper};
use journal::Slug;

use crate::{
    assemble::{Sources, by_organisation},
    model::{Letterhead, ObligationPart},
};

/// What an office has of its own at the head and foot of its papers. What it leaves open is computed, or dotted.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Office {
    /// The body above it.
    pub superior: Option<String>,
    /// Its short sign in numbers.
    pub sign: Option<String>,
    /// The place in the date line.
    pub place: Option<String>,
    /// The office of who signs.
    pub signatory: Option<String>,
    /// Who gets a copy.
    pub copies: Vec<String>,
}

impl Letterhead {
    /// What the campaign file alone tells of a reporter: its name and the one above it. An organisation without one
    /// above reports to nobody named here; the office writes the rest.
    pub fn of(campaign: &Campaign, reporter: &Slug) -> Self {
        let above = campaign.find_organisation(reporter).and_then(|found| found.parent.as_ref());
        let regulators = campaign.organisations.iter().filter(|one| one.kind == OrganisationKind::Regulator);
        let regulators = regulators.filter(|one| &one.id != reporter).map(|one| one.name.clone());
        let addressees = if campaign.is_regulator(reporter) { Vec::new() } else { regulators.collect() };
        Self {
            superior: above.map(|id| name_of(campaign, id)),
            body: name_of(campaign, reporter),
            addressees,
            ..Self::default()
        }
    }

    /// The same with what the office says of itself.
    pub fn with(self, office: &Office) -> Self {
        let office = office.clone();
        Self {
            superior: office.superior.or(self.superior),
            sign: office.sign.or(self.sign),
            place: office.place.or(self.place),
            signatory: office.signatory.or(self.signatory),
            copies: if office.copies.is_empty() { self.copies } else { office.copies },
            ..self
        }
    }
}

/// The name of an organisation; its id where the campaign does not know it.
pub(crate) fn name_of(campaign: &Campaign, id: &Slug) -> String {
    campaign.find_organisation(id).map_or_else(|| id.to_string(), |found| found.name.clone())
}

/// Whom a paper is addressed to, where that is not whom a report goes to.
pub(crate) fn addressees(sources: &Sources<'_>, obligations: &[ObligationPart]) -> Option<Vec<String>> {
    let campaign = sources.campaign;
    match sources.paper {
        // Of minutes the other side is named among those present.
        Paper::Results | Paper::Situation | Paper::Minutes => None,
        Paper::Upward => asked_by(campaign, sources.reporter).map(|issuer| vec![issuer]),
        Paper::Direction if campaign.is_regulator(sources.reporter) => {
            Some(by_organisation(obligations).into_iter().map(|line| line.name).collect())
        }
        Paper::Direction => {
            let own = |one: &&Organisation| {
                one.kind == OrganisationKind::Unit && one.parent.as_ref() == Some(sources.reporter)
            };
            Some(campaign.organisations.iter().filter(own).map(|one| one.name.clone()).collect())
        }
        Paper::Plan | Paper::Assignment => Some(Vec::new()),
    }
}

/// Who issued a letter that the reporter's campaign carries out: the first issuer that is not the reporter itself.
fn asked_by(campaign: &Campaign, reporter: &Slug) -> Option<String> {
    let plain = |name: &str| name.split_whitespace().collect::<Vec<_>>().join(" ").to_lowercase();
    let own = plain(&name_of(campaign, reporter));
    let mut issuers = campaign.directives.iter().filter_map(|letter| letter.issuer.as_ref());
    issuers.find(|issuer| plain(issuer) != own).cloned()
}
