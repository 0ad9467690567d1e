//! What holds for the figures of any market: bounds hold the share, shares sum to a whole, cohorts are the largest sets,
//! and the order in which records are written does not matter.

use std::collections::BTreeSet;

use crate::support::{AS_OF, Region, Result};
use citytools::build::{self, Ready};
use citytools::catalogue::{Catalogue, Contract, Ix};
use citytools::figures::{Cohort, CohortMember, Common, ContractState, Figures};
use jiff::civil::Date as Day;
use proptest::prelude::*;

/// Runs a story, and turns what went wrong into the property's own failure.
fn told(story: Result) -> std::result::Result<(), TestCaseError> {
    story.map_err(|error| TestCaseError::fail(error.to_string()))
}

/// The imaginary region without its towns and what names them.
fn without_towns() -> Result<Region> {
    let region = Region::harbourside()?;
    for town in ["harbour-quay", "st-elidor", "mill-and-mere", "northpoint"] {
        region.remove(&format!("boroughs/{town}.yaml"))?;
    }
    for file in ["contracts/shared-care.yaml", "contracts/shared-shelves.yaml", "report/01-at-a-glance.md"] {
        region.remove(file)?;
    }
    region.replace("site.yaml", "  bank: [northpoint, mill-and-mere]", "  bank: [town-0]")?;
    Ok(region)
}

/// One service in six towns: what each runs, in which stage of life, and what else it says of the service.
type Market = Vec<(Vec<(usize, usize)>, usize)>;

const LIVES: [&str; 6] = ["live", "replacing", "planned", "implementing", "retired", "unknown"];
const STATES: [&str; 4] = ["", "not-applicable", "not-provided", "in-house"];
const SYSTEMS: [&str; 3] = ["own-forms", "plume", "bookworm"];

fn market() -> impl Strategy<Value = Market> {
    let deployments = proptest::collection::btree_map(0..SYSTEMS.len(), 0..LIVES.len(), 0..=SYSTEMS.len());
    let deployments = deployments.prop_map(|map| map.into_iter().collect());
    // Most towns say nothing more.
    let state = prop_oneof![5 => Just(0), 2 => 1..STATES.len()];
    proptest::collection::vec((deployments, state), 6)
}

fn shares_lie_within_their_bounds(market: &Market) -> Result {
    let region = without_towns()?;
    for (index, (deployments, state)) in market.iter().enumerate() {
        let mut text = format!("name: Town {index}\n");
        if !deployments.is_empty() {
            text += "systems:\n";
        }
        for (system, life) in deployments {
            text += &format!(
                "  - {{system: {}, services: [web-forms], lifecycle: {}, provenance: declared}}\n",
                SYSTEMS[*system], LIVES[*life]
            );
        }
        if *state > 0 {
            text += &format!("services:\n  - {{service: web-forms, state: {}}}\n", STATES[*state]);
        }
        region.write(&format!("boroughs/town-{index}.yaml"), text)?;
    }
    let checked = build::check(&region.content(), AS_OF.parse()?)?;
    let Some(ready) = checked.ready else {
        // A contradiction may be refused; a mistake of this test may not.
        let codes: BTreeSet<&str> = checked.problems.iter().map(|problem| problem.rule.code).collect();
        assert!(codes.iter().all(|code| code.starts_with("CT3")), "{codes:?}");
        return Ok(());
    };
    let service = ready.catalogue.services.find("web-forms").ok_or("the service")?;
    let market = ready.figures.market(service);
    let (recorded, applicable) = (market.coverage.part, market.coverage.whole);
    assert!(recorded <= applicable && applicable + market.not_applicable.len() == 6);
    assert_eq!(market.missing.len(), applicable - recorded);
    for share in &market.systems {
        let [share_of_known, lower, upper] =
            [share.share, share.lower, share.upper].map(|percent| percent.value());
        assert!(0.0 <= lower && lower <= upper && upper <= 100.0, "{lower} to {upper}: {share:?}");
        assert!(lower <= share_of_known && share_of_known <= 100.0, "{share_of_known}: {share:?}");
        assert!(share.boroughs.len() <= recorded, "{share:?}");
        if recorded == applicable {
            // Nothing is missing, so the share is what it is; only unconfirmed records leave room above it.
            assert!((share_of_known - lower).abs() < 1e-9 && share_of_known <= upper, "{share:?}");
            if share.perhaps.is_empty() {
                assert!((upper - lower).abs() < 1e-9, "{share:?}");
            }
        }
    }
    Ok(())
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 128, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn the_bounds_of_a_share_hold_it(market in market()) {
        told(shares_lie_within_their_bounds(&market))?;
    }
}

/// A contract: the town that has it, its system, its last day in months from 2025, months of options, of notice, and a
/// value or none.
type Deal = (usize, usize, u16, u16, u8, Option<u32>);

fn deals() -> impl Strategy<Value = Vec<Deal>> {
    let value = proptest::option::of(1_u32..1_000_000);
    let deal = (0..6_usize, 0..SYSTEMS.len(), 0..72_u16, prop_oneof![Just(0), 1..48_u16], 0..12_u8, value);
    proptest::collection::vec(deal, 0..14)
}

fn joint_deals() -> impl Strategy<Value = Vec<Joint>> {
    let towns = (1..64_u8).prop_filter("two towns or more", |bits| bits.count_ones() > 1);
    proptest::collection::vec((towns, 0..72_u16, 0..12_u8), 0..3)
}

fn date(months: u16) -> String {
    format!("{}-{:02}-28", 2025 + months / 12, months % 12 + 1)
}

/// The region with these contracts, those of a town in this order.
fn with_deals(deals: &[Deal]) -> Result<Ready> {
    ready(&write_deals(deals)?)
}

fn write_deals(deals: &[Deal]) -> Result<Region> {
    let region = without_towns()?;
    // The file that is written last says nothing of a town's place.
    let mut towns: Vec<usize> = (0..6).collect();
    if deals.first() > deals.last() {
        towns.reverse();
    }
    for town in towns {
        let mut text =
            format!("name: Town {town}\npopulation: {{people: 50000, source: {{title: Census}}}}\n");
        let own = deals.iter().filter(|deal| deal.0 == town);
        // One deployment of each system for the service, as the rules want it.
        let mut seen = BTreeSet::new();
        let own: Vec<&Deal> = own.filter(|deal| seen.insert(deal.1)).collect();
        if !own.is_empty() {
            text += "systems:\n";
        }
        for (_, system, end, options, notice, value) in own {
            let last =
                if *options > 0 { format!(", max_end: {}", date(end + options)) } else { String::new() };
            let value = value
                .map(|amount| format!(", value: {{amount: {amount}, basis: annual, tax: net}}"))
                .unwrap_or_default();
            text += &format!(
                "  - system: {}\n    services: [web-forms]\n    lifecycle: live\n    provenance: declared\n    contract: {{end: {}{last}, notice_months: {notice}{value}}}\n",
                SYSTEMS[*system],
                date(*end)
            );
        }
        region.write(&format!("boroughs/town-{town}.yaml"), text)?;
    }
    Ok(region)
}

fn ready(region: &Region) -> Result<Ready> {
    let checked = build::check(&region.content(), AS_OF.parse()?)?;
    let problems: Vec<&String> = checked.problems.iter().map(|problem| &problem.message).collect();
    checked.ready.ok_or_else(|| format!("refused: {problems:?}").into())
}

/// A contract that several towns share: the towns as bits, the last day in months from 2025, and months of notice.
type Joint = (u8, u16, u8);

/// The same with contracts that several towns share.
fn with_joint_deals(deals: &[Deal], joint: &[Joint]) -> Result<Ready> {
    let region = write_deals(deals)?;
    write_joint(&region, joint, false)?;
    ready(&region)
}

/// Writes them; or all of it the other way round: the files, their towns and their systems.
fn write_joint(region: &Region, joint: &[Joint], turned: bool) -> Result {
    let mut files: Vec<(usize, &Joint)> = joint.iter().enumerate().collect();
    let mut systems = vec![SYSTEMS[0], SYSTEMS[1]];
    if turned {
        files.reverse();
        systems.reverse();
    }
    for (index, (towns, end, notice)) in files {
        let mut towns: Vec<String> =
            (0..6).filter(|town| towns >> town & 1 == 1).map(|town| format!("town-{town}")).collect();
        if turned {
            towns.reverse();
        }
        let text = format!(
            "title: Joint {index}\nboroughs: [{}]\nsystems: [{}]\nservices: [web-forms]\nend: {}\nnotice_months: {notice}\nprovenance: declared\n",
            towns.join(", "),
            systems.join(", "),
            date(*end)
        );
        region.write(&format!("contracts/joint-{index}.yaml"), text)?;
    }
    Ok(())
}

/// For the service, and for each system: by every single day, instead of by a sweep.
fn cohorts_are_the_largest_sets(deals: &[Deal], joint: &[Joint]) -> Result {
    let ready = with_joint_deals(deals, joint)?;
    let (c, figures) = (&ready.catalogue, &ready.figures);
    let service = c.services.find("web-forms").ok_or("the service")?;
    are_largest_sets(c, figures, &Common::Services(vec![service]))?;
    for id in SYSTEMS {
        are_largest_sets(c, figures, &Common::System(c.systems.find(id).ok_or("a system")?))?;
    }
    for cohort in &figures.cohorts {
        starts_when_all_can(c, figures, cohort)?;
    }
    Ok(())
}

fn are_largest_sets(c: &Catalogue, figures: &Figures, common: &Common) -> Result {
    let is_for = |row: &Contract| match common {
        Common::Services(services) => services.iter().all(|service| row.services.contains(service)),
        Common::System(system) => row.systems.contains(system),
    };
    // Up for decision from the decide-by date to the last possible end.
    let up: Vec<(Ix<Contract>, Day, Day)> = c
        .contracts
        .iter()
        .filter(|(_, row)| is_for(row))
        .filter_map(|(ix, _)| {
            let term = figures.term(ix);
            (term.state == ContractState::Running).then_some((ix, term.decide_by?, term.last_end?))
        })
        .collect();
    let (first, last) = (up.iter().map(|row| row.1).min(), up.iter().map(|row| row.2).max());
    let mut sets: BTreeSet<BTreeSet<Ix<Contract>>> = BTreeSet::new();
    if let Some((mut day, last)) = first.zip(last) {
        while day <= last {
            let now = up.iter().filter(|(_, from, to)| *from <= day && day <= *to);
            sets.insert(now.map(|(ix, ..)| *ix).collect());
            day = day.tomorrow()?;
        }
    }
    let towns = |ix: &Ix<Contract>| {
        c.contracts[*ix].members.iter().map(|member| member.borough).collect::<BTreeSet<_>>()
    };
    let minimum = c.site.thresholds.cohort as usize;
    let is_case = |set: &&BTreeSet<Ix<Contract>>| {
        let all: BTreeSet<_> = set.iter().flat_map(towns).collect();
        let separate = set.iter().any(|one| set.iter().any(|other| towns(one).is_disjoint(&towns(other))));
        all.len() >= minimum && separate && !sets.iter().any(|other| *set != other && set.is_subset(other))
    };
    let expected: BTreeSet<_> = sets.iter().filter(is_case).cloned().collect();
    let of_it = figures.cohorts.iter().filter(|cohort| cohort.common == *common);
    let found: Vec<BTreeSet<Ix<Contract>>> =
        of_it.map(|cohort| cohort.members.iter().map(|member| member.contract).collect()).collect();
    assert_eq!(found.len(), expected.len(), "no case twice");
    assert_eq!(found.into_iter().collect::<BTreeSet<_>>(), expected);
    Ok(())
}

/// A contract for all begins after every end, and after the time that each takes from today; and no day later.
fn starts_when_all_can(c: &Catalogue, figures: &Figures, cohort: &Cohort) -> Result {
    let eve = cohort.start.yesterday()?;
    // Of a contract for several services only the lead times of those in common count.
    let months = |member: &CohortMember| match &cohort.common {
        Common::System(_) => i32::from(figures.term(member.contract).preparation.unwrap_or(0)),
        Common::Services(all) => {
            let lead = all.iter().map(|ix| c.services[*ix].lead_months).max().unwrap_or(0);
            let notice = c.contracts[member.contract].notice_months;
            i32::from(lead + notice.unwrap_or(c.site.thresholds.notice_months))
        }
    };
    let ready = |member: &CohortMember| c.as_of.saturating_add(jiff::Span::new().months(months(member)));
    let due = |member: &CohortMember| member.end.max(ready(member));
    assert!(cohort.members.iter().all(|member| due(member) <= eve), "{cohort:?}");
    assert!(cohort.members.iter().any(|member| due(member) == eve), "{cohort:?}");
    assert!(c.as_of <= cohort.decide_by && cohort.decide_by < cohort.start, "{cohort:?}");
    assert!(cohort.from <= cohort.to, "{cohort:?}");
    for member in &cohort.members {
        assert_eq!(member.extension_months > 0, member.end < eve, "{cohort:?}");
        assert_eq!(member.beyond_months > 0, member.last_end < eve, "{cohort:?}");
        assert!(member.beyond_months <= member.extension_months, "{cohort:?}");
        assert!(cohort.from >= member.decide_by && cohort.to <= member.last_end, "{cohort:?}");
    }
    Ok(())
}

fn shares_sum_to_a_whole(deals: &[Deal]) -> Result {
    let ready = with_deals(deals)?;
    for id in
        ["top-1-contracts", "top-3-contracts-groups", "top-5-value", "top-15-value-groups", "lifecycle-mix"]
    {
        let figure = ready.figures.named(id).ok_or(id)?;
        let rows: Vec<_> = figure.table.rows.iter(&ready.figures, &ready.catalogue).collect();
        let sum: f64 = rows.iter().filter_map(|row| row.last()?.bar).sum();
        assert!(rows.is_empty() || sum == 0.0 || (sum - 100.0).abs() < 1e-6, "{id}: {sum}");
        let withheld = rows.iter().any(|row| row[2].text == "Withheld");
        assert_eq!(sum > 0.0, !withheld && rows.iter().any(|row| row[1].text != "0"), "{id}");
    }
    for concentration in &ready.figures.concentrations {
        let least = 10_000.0 / concentration.recorded as f64 / SYSTEMS.len() as f64;
        for index in [concentration.by_system, concentration.by_supplier, concentration.by_group] {
            assert!(least - 1e-6 <= index && index <= 10_000.0 + 1e-6, "{concentration:?}");
        }
        // Whoever owns several systems is never less concentrated than its parts.
        assert!(concentration.by_system <= concentration.by_supplier + 1e-6, "{concentration:?}");
        assert!(concentration.by_supplier <= concentration.by_group + 1e-6, "{concentration:?}");
    }
    Ok(())
}

/// Everything that readers see of the figures.
fn printed(Ready { figures, catalogue }: &Ready) -> Vec<String> {
    let mut printed = Vec::new();
    for figure in &figures.named {
        printed.push(format!("{}: {} {}", figure.id, figure.text, figure.sentence));
        for row in figure.table.rows.iter(figures, catalogue) {
            let cells: Vec<&str> = row.iter().map(|cell| cell.text.as_str()).collect();
            printed.push(format!("{}: {}", figure.id, cells.join(" | ")));
        }
    }
    printed
}

fn order_does_not_matter(deals: &[Deal], joint: &[Joint]) -> Result {
    // One contract for each town and system, so that both orders tell the same ones.
    let mut seen = BTreeSet::new();
    let mut deals: Vec<Deal> = deals.iter().filter(|deal| seen.insert((deal.0, deal.1))).copied().collect();
    let written = |deals: &[Deal], turned: bool| {
        let region = write_deals(deals)?;
        write_joint(&region, joint, turned)?;
        Ok::<_, Box<dyn std::error::Error>>(printed(&ready(&region)?))
    };
    let forwards = written(&deals, false)?;
    deals.reverse();
    let backwards = written(&deals, true)?;
    let different = forwards.iter().zip(&backwards).find(|(one, other)| one != other);
    assert_eq!(different, None);
    assert_eq!(forwards.len(), backwards.len());
    Ok(())
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 128, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn cohorts_are_maximal(deals in deals(), joint in joint_deals()) {
        told(cohorts_are_the_largest_sets(&deals, &joint))?;
    }

    #[test]
    fn shares_sum_up(deals in deals()) {
        told(shares_sum_to_a_whole(&deals))?;
    }

    #[test]
    fn the_order_of_records_does_not_matter(deals in deals(), joint in joint_deals()) {
        told(order_does_not_matter(&deals, &joint))?;
    }
}
