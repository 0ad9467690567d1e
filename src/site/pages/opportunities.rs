//! Where authorities could buy together, and where newcomers could come in.

use serde::Serialize;

use super::{View, exposure, migrations, prices};
use crate::catalogue::{Borough, Contract, Ix};
use crate::figures::{AHEAD_MONTHS, Cohort, Common, Opening};
use crate::site::parts::{DateView, Link, SuppliedView};
use crate::site::{Model, Page, Section, urls};

/// Cohorts and openings.
#[derive(Debug, Serialize)]
pub struct OpportunitiesView {
    standfirst: String,
    minimum: u32,
    by_service: Vec<CohortView>,
    by_system: Vec<CohortView>,
    nearly: String,
    months: u16,
    openings: Vec<OpeningView>,
    more: Vec<Link>,
}

/// Authorities that could buy together, as a finding in words.
#[derive(Debug, Serialize)]
struct CohortView {
    id: String,
    finding: String,
    links: Vec<Link>,
    from: DateView,
    to: DateView,
    start: DateView,
    value: String,
    members: Vec<MemberView>,
    obstacles: Vec<String>,
}

#[derive(Debug, Serialize)]
struct MemberView {
    boroughs: Vec<Link>,
    contract: Link,
    supplier: SuppliedView,
    end: DateView,
    max_end: Option<DateView>,
    extension: Option<String>,
    annual: Option<String>,
}

#[derive(Debug, Serialize)]
struct OpeningView {
    service: Link,
    score: String,
    without_notice: String,
    concentration: Option<String>,
    planned: String,
    contracts: Vec<EndingView>,
}

#[derive(Debug, Serialize)]
struct EndingView {
    contract: Link,
    boroughs: Vec<Link>,
    supplier: SuppliedView,
    end: Option<DateView>,
}

const OPPORTUNITIES: &str = "opportunities/";

pub(in crate::site) fn plan(model: Model) -> Vec<Page> {
    let c = model.catalogue;
    vec![Page {
        path: urls::OPPORTUNITIES.to_owned(),
        template: "opportunities.html",
        title: "Opportunities".to_owned(),
        description: format!(
            "Where {} of {} could buy together, and which services come up for new suppliers.",
            c.site.words.many, c.site.region
        ),
        section: Some(Section::Opportunities),
        crumbs: Vec::new(),
        origin: None,
        text: None,
        view: Box::new(move || View::Opportunities(Box::new(view(model)))),
    }]
}

fn view(model: Model) -> OpportunitiesView {
    let c = model.catalogue;
    let of = |wanted: fn(&Common) -> bool| {
        let cohorts = model.figures.cohorts.iter().filter(move |cohort| wanted(&cohort.common));
        cohorts.enumerate().map(|(index, cohort)| cohort_view(model, index, cohort)).collect::<Vec<_>>()
    };
    let pages = [prices::link(), migrations::link(), exposure::link(model)];
    let figures = ["cohorts-by-service", "cohorts-by-system", "openings", "similarity"];
    let titled = |id: &str| Link::new(urls::figure(id), &model.figures.known(id).title);
    OpportunitiesView {
        standfirst: format!("{} {}", model.sentence("cohorts-by-service"), model.sentence("openings")),
        minimum: c.site.thresholds.cohort,
        by_service: of(|common| matches!(common, Common::Services(_))),
        by_system: of(|common| matches!(common, Common::System(_))),
        nearly: model.sentence("contracts-with-end"),
        months: AHEAD_MONTHS,
        openings: model.figures.openings.iter().map(|opening| opening_view(model, opening)).collect(),
        more: pages.into_iter().chain(figures.into_iter().map(titled)).collect(),
    }
}

/// A case in few words, where another page names it.
#[derive(Debug, Serialize)]
pub(super) struct CaseView {
    /// Its place on the page of opportunities.
    link: Link,
    from: DateView,
    to: DateView,
    start: DateView,
    /// The others in it.
    boroughs: Vec<Link>,
}

/// The cases that an authority is part of, those by service first.
pub(super) fn cases_of(model: Model, ix: Ix<Borough>) -> Vec<CaseView> {
    let kinds: [fn(&Common) -> bool; 2] =
        [|common| matches!(common, Common::Services(_)), |common| matches!(common, Common::System(_))];
    let all = kinds.into_iter().flat_map(|wanted| {
        let cohorts = model.figures.cohorts.iter().filter(move |cohort| wanted(&cohort.common));
        cohorts.enumerate().filter(|(_, cohort)| cohort.boroughs.contains(&ix))
    });
    let case = |(index, cohort): (usize, &Cohort)| {
        let view = cohort_view(model, index, cohort);
        let others = cohort.boroughs.iter().filter(|other| **other != ix);
        CaseView {
            link: Link::new(format!("{OPPORTUNITIES}#{}", view.id), view.finding),
            from: view.from,
            to: view.to,
            start: view.start,
            boroughs: others.map(|other| model.borough_link(*other)).collect(),
        }
    };
    all.map(case).collect()
}

fn cohort_view(model: Model, index: usize, cohort: &Cohort) -> CohortView {
    let (c, format) = (model.catalogue, model.format());
    let (kind, links) = match &cohort.common {
        Common::Services(all) => ("service", all.iter().map(|ix| model.service_link(*ix)).collect()),
        Common::System(ix) => ("system", vec![model.system_link(*ix)]),
    };
    let names: Vec<&str> = links.iter().map(|link: &Link| link.text.as_str()).collect();
    let finding = format!(
        "{} have contracts for {} that could be brought together",
        format.boroughs(cohort.boroughs.len()),
        names.join(", ")
    );
    let extended = cohort.members.iter().filter(|member| member.extension_months > 0).count();
    let mut obstacles = Vec::new();
    if extended > 0 {
        obstacles.push(format!(
            "{} would have to be extended first.",
            format.counted(extended, "contract", "contracts")
        ));
    }
    let early = cohort.members.iter().filter(|member| member.end > cohort.start).count();
    if early > 0 {
        obstacles
            .push(format!("{} would have to end early.", format.counted(early, "contract", "contracts")));
    }
    let unpublished = cohort.members.len() - cohort.with_value;
    if unpublished > 0 {
        obstacles.push(format!(
            "The value of {} is not published.",
            format.counted(unpublished, "contract", "contracts")
        ));
    }
    let systems: std::collections::BTreeSet<_> = cohort
        .members
        .iter()
        .flat_map(|member| c.contracts[member.contract].systems.iter().copied())
        .collect();
    if systems.len() > 1 {
        obstacles.push(format!("They run {} different systems today.", systems.len()));
    }
    let member = |member: &crate::figures::CohortMember| {
        let row = &c.contracts[member.contract];
        MemberView {
            boroughs: row.members.iter().map(|member| model.borough_link(member.borough)).collect(),
            contract: model.contract_link(member.contract),
            supplier: model.supplied(row.supplier),
            end: model.day(member.end),
            max_end: (member.last_end > member.end).then(|| model.day(member.last_end)),
            extension: (member.extension_months > 0).then(|| {
                format.counted(usize::try_from(member.extension_months).unwrap_or(0), "month", "months")
            }),
            annual: model
                .figures
                .term(member.contract)
                .annual
                .map(|annual| format.short_money(annual.amount)),
        }
    };
    CohortView {
        id: format!("{kind}-{}", index + 1),
        finding,
        links,
        from: model.day(cohort.from),
        to: model.day(cohort.to),
        start: model.day(cohort.start),
        value: match cohort.with_value {
            0 => "not published".to_owned(),
            known => format!(
                "{} a year, known for {known} of {}",
                format.short_money(cohort.known_value),
                cohort.members.len()
            ),
        },
        members: cohort.members.iter().map(member).collect(),
        obstacles,
    }
}

fn opening_view(model: Model, opening: &Opening) -> OpeningView {
    let c = model.catalogue;
    let ending = |ix: &Ix<Contract>| {
        let row = &c.contracts[*ix];
        EndingView {
            contract: model.contract_link(*ix),
            boroughs: row.members.iter().map(|member| model.borough_link(member.borough)).collect(),
            supplier: model.supplied(row.supplier),
            end: row.end.map(|end| model.date(end)),
        }
    };
    OpeningView {
        service: model.service_link(opening.service),
        score: format!("{:.2}", opening.score),
        without_notice: model.format().count(opening.without_notice),
        concentration: opening.concentration.map(|index| model.format().index(index)),
        planned: model.format().count(opening.planned),
        contracts: opening.ending.iter().map(ending).collect(),
    }
}
