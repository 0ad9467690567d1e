//! How many of what is on record.

use std::collections::{BTreeMap, BTreeSet};

use super::rows::{Answer, answers, by_borough};
use crate::catalogue::{Borough, Deployment, Ix, SourceRef, Supplier, System};
use crate::content::records::{Lifecycle, Provenance, Url};
use crate::figures::builder::{About, Builder};
use crate::figures::table::{Cell, Chart, Column, FigureTable};
use crate::figures::{Coverage, Figure};

pub(in crate::figures) fn records(b: &Builder) -> Vec<Figure> {
    vec![
        authorities(b),
        with_records(b),
        deployments(b),
        in_use(b),
        verified(b),
        systems_recorded(b),
        systems_in_use(b),
        suppliers(b),
        sources(b),
        open_source(b),
        lifecycles(b),
    ]
}

fn current<'a>(b: &'a Builder) -> impl Iterator<Item = &'a Deployment> {
    b.catalogue.deployments.rows().iter().filter(|row| row.is_current())
}

fn of<'a>(b: &'a Builder, row: &'a Borough) -> impl Iterator<Item = &'a Deployment> {
    row.deployments.iter().map(|ix| &b.catalogue.deployments[*ix])
}

fn authorities(b: &Builder) -> Figure {
    let c = b.catalogue;
    let about = About {
        id: "authorities-total",
        title: say!("{Many} in {region}"),
        definition: say!("Every {one} of {region}, whether or not anything is on record for it."),
        formula: say!("number of {many}"),
    };
    let rows = c.boroughs.iter().map(|(ix, row)| {
        let people = row.people.map_or_else(
            || Cell::text(say!("Not known")),
            |people| Cell::number(b.format.residents(people.into()), people.into()),
        );
        vec![b.borough_cell(ix), people]
    });
    b.count(&about, c.boroughs.len())
        .sentence(|_| {
            let (words, region) = (&c.site.words, &c.site.region);
            // With what the word means here, which may be more than it says.
            say!("This site covers {} of {region}. {}", b.format.boroughs(c.boroughs.len()), words.about.trim(); region)
        })
        .table(FigureTable::new(
            b.words(say!("The {many} of {region}")),
            [Column::name(b.words("{One}")), Column::number(say!("Residents"), crate::figures::Unit::People)],
            rows.collect(),
        ))
}

fn with_records(b: &Builder) -> Figure {
    let c = b.catalogue;
    let count = c.boroughs.rows().iter().filter(|row| !row.deployments.is_empty()).count();
    let about = About {
        id: "authorities-recorded",
        title: say!("{Many} with a system on record"),
        definition: say!(
            "{Many} with at least one system on record, whether it is planned, in use, past or not confirmed."
        ),
        formula: say!("number of {many} with at least one record of a system"),
    };
    b.count(&about, count)
        .part_of(Coverage { part: count, whole: c.boroughs.len() }, &*c.site.words.many)
        .sentence(|draft| {
            let all = b.format.boroughs(c.boroughs.len());
            say!("At least one system is on record in {} of {all}.", draft.text; all)
        })
        .table(by_borough(
            b,
            say!("Records of a system, by {one}"),
            &[(say!("Records"), &|b, row| of(b, row).count())],
        ))
}

fn deployments(b: &Builder) -> Figure {
    let about = About {
        id: "deployments-recorded",
        title: say!("Records of a system in {a_one}"),
        definition: say!(
            "One system in one {one} is one record, for one service or several. All are counted: planned, in use, retired and not confirmed."
        ),
        formula: say!("number of pairs of {a_one} and a system with a record"),
    };
    b.count(&about, b.catalogue.deployments.len())
        .sentence(|_| {
            say!(
                "A system in {} is named in {}: one system in two {} counts twice.",
                b.catalogue.site.a_one(),
                b.format.counted(b.catalogue.deployments.len(), "record", "records"),
                b.catalogue.site.words.many
            )
        })
        .table(by_borough(
            b,
            say!("Records of a system, by {one}"),
            &[
                (say!("Records"), &|b, row| of(b, row).count()),
                (say!("In use"), &|b, row| of(b, row).filter(|row| row.is_current()).count()),
            ],
        ))
}

fn in_use(b: &Builder) -> Figure {
    let (count, all) = (current(b).count(), b.catalogue.deployments.len());
    let about = About {
        id: "deployments-current",
        title: say!("Systems in use, {one} by {one}"),
        definition: say!(
            "Records of a system in {a_one} that say that it is live, or live and being replaced, at the date of the site. A record whose sources are old and that nothing confirms is not counted."
        ),
        formula: say!("records that are live or being replaced"),
    };
    b.count(&about, count)
        .part_of(Coverage { part: count, whole: all }, b.words(say!("records of a system in {a_one}")))
        .sentence(|draft| {
            say!(
                "According to {} of {} of a system in {} it is in use.",
                draft.text,
                b.format.counted(all, "record", "records"),
                b.catalogue.site.a_one()
            )
        })
        .table(by_borough(
            b,
            say!("Systems in use, by {one}"),
            &[
                (say!("In use"), &|b, row| of(b, row).filter(|row| row.is_current()).count()),
                (say!("Records"), &|b, row| of(b, row).count()),
            ],
        ))
}

fn verified(b: &Builder) -> Figure {
    let is_verified = |row: &&Deployment| row.provenance == Provenance::Verified;
    let (count, all) = (current(b).filter(is_verified).count(), current(b).count());
    let one = &b.catalogue.site.words.one;
    let about = About {
        id: "deployments-verified",
        title: say!("Records that {a_one} has checked"),
        definition: say!("Records of a system in use that the {one} itself has checked."),
        formula: say!("records of a system in use, checked by the {one}"),
    };
    b.count(&about, count)
        .part_of(Coverage { part: count, whole: all }, say!("records of a system in use"))
        .sentence(|draft| {
            say!(
                "The {one} itself has checked {} of {} of a system in use.",
                draft.text,
                b.format.counted(all, "record", "records"); one
            )
        })
        .table(by_borough(
            b,
            say!("Records of a system in use, by {one}"),
            &[
                (say!("Checked"), &|b, row| {
                    of(b, row)
                        .filter(|row| row.is_current() && row.provenance == Provenance::Verified)
                        .count()
                }),
                (say!("In use"), &|b, row| of(b, row).filter(|row| row.is_current()).count()),
            ],
        ))
}

fn systems_recorded(b: &Builder) -> Figure {
    let c = b.catalogue;
    let recorded: Vec<Ix<System>> =
        c.systems.iter().map(|(ix, _)| ix).filter(|ix| !b.figures.system(*ix).boroughs.is_empty()).collect();
    let with_any = c.boroughs.rows().iter().filter(|row| !row.deployments.is_empty()).count();
    let about = About {
        id: "systems-recorded",
        title: say!("Systems on record"),
        definition: say!(
            "Different systems that at least one {one} uses, used or plans, or may use. A system that several {many} run counts once."
        ),
        formula: say!("number of different systems with a record in {a_one}"),
    };
    b.count(&about, recorded.len())
        .sentence(|draft| match recorded.len() {
            1 => say!("One system is on record, in {}.", b.format.boroughs(with_any)),
            _ => say!("{} different systems are on record in {}.", draft.text, b.format.boroughs(with_any)),
        })
        .table(system_table(b, say!("Systems on record"), &recorded))
}

fn systems_in_use(b: &Builder) -> Figure {
    let c = b.catalogue;
    let has = |ix: &Ix<System>| !b.figures.system(*ix).boroughs.is_empty();
    let in_use: Vec<Ix<System>> =
        c.systems.iter().map(|(ix, _)| ix).filter(|ix| !b.figures.system(*ix).current.is_empty()).collect();
    let all = c.systems.iter().filter(|(ix, _)| has(ix)).count();
    let about = About {
        id: "systems-current",
        title: say!("Systems in use"),
        definition: say!(
            "Different systems that at least one {one} has in use. A system that several {many} run counts once."
        ),
        formula: say!("number of different systems in use in {a_one}"),
    };
    b.count(&about, in_use.len())
        .part_of(Coverage { part: in_use.len(), whole: all }, say!("systems on record"))
        .sentence(|draft| match in_use.len() {
            1 => say!("One system is known to be in use.").to_owned(),
            _ => say!("{} different systems are known to be in use.", draft.text),
        })
        .table(system_table(b, say!("Systems in use"), &in_use))
}

fn system_table(b: &Builder, caption: &str, systems: &[Ix<System>]) -> FigureTable {
    let row = |ix: &Ix<System>| {
        let footprint = b.figures.system(*ix);
        vec![
            b.system_cell(*ix),
            b.supplied_cell(b.catalogue.systems[*ix].supplier),
            b.count_cell(footprint.current.len()),
            b.count_cell(footprint.boroughs.len()),
        ]
    };
    FigureTable::new(
        caption,
        [
            Column::name(say!("System")),
            Column::name(say!("Supplier")),
            Column::count(b.words(say!("{Many} in which it is in use"))),
            Column::count(b.words(say!("{Many} with any record"))),
        ],
        systems.iter().map(row).collect(),
    )
}

fn suppliers(b: &Builder) -> Figure {
    let c = b.catalogue;
    let recorded: BTreeSet<Ix<System>> = c.deployments.rows().iter().map(|row| row.system).collect();
    let mut systems: BTreeMap<Ix<Supplier>, usize> = BTreeMap::new();
    for supplier in recorded.iter().filter_map(|ix| c.systems[*ix].supplier.supplier()) {
        *systems.entry(supplier).or_default() += 1;
    }
    let named = systems.values().sum();
    let contracts = |ix: &Ix<Supplier>| b.figures.contracts_with(*ix).len();
    let all: Vec<Ix<Supplier>> = super::owners::suppliers(b).collect();
    let about = About {
        id: "suppliers-recorded",
        title: say!("Suppliers on record"),
        definition: say!(
            "Different suppliers with a system on record in {a_one}, or a contract on record. What {a_one} built itself has no supplier."
        ),
        formula: say!("number of different suppliers of systems or contracts on record"),
    };
    let rows = all.iter().map(|ix| {
        let count = systems.get(ix).copied().unwrap_or(0);
        vec![b.supplier_cell(*ix), b.count_cell(count), b.count_cell(contracts(ix))]
    });
    b.count(&about, all.len())
        .known(Coverage { part: named, whole: recorded.len() }, say!("systems on record"))
        .sentence(|_| {
            say!(
                "A system or a contract is on record of {}; the supplier is named for {} of {}.",
                b.format.counted(all.len(), "supplier", "suppliers"),
                b.format.count(named),
                b.format.counted(recorded.len(), "system", "systems")
            )
        })
        .table(FigureTable::new(
            say!("Suppliers on record"),
            [
                Column::name(say!("Supplier")),
                Column::count(say!("Systems on record")),
                Column::count(say!("Contracts on record")),
            ],
            rows.collect(),
        ))
}

fn sources(b: &Builder) -> Figure {
    let c = b.catalogue;
    let deployments = c.deployments.rows().iter().flat_map(|row| &row.sources);
    let contracts = c.contracts.rows().iter().flat_map(|row| &row.sources);
    let skills = c.boroughs.rows().iter().flat_map(|row| row.skills.iter().flat_map(|fact| &fact.sources));
    let technologies =
        c.boroughs.rows().iter().flat_map(|row| row.technologies.iter().flat_map(|fact| &fact.sources));
    let all = deployments.chain(contracts).chain(skills).chain(technologies);
    let urls: BTreeSet<&Url> = all.filter_map(|source: &SourceRef| source.url.as_ref()).collect();
    let mut hosts: BTreeMap<&str, usize> = BTreeMap::new();
    for url in &urls {
        *hosts.entry(url.host()).or_default() += 1;
    }
    let mut order: Vec<(&str, usize)> = hosts.into_iter().collect();
    order.sort_by(|a, b| b.1.cmp(&a.1).then(a.0.cmp(b.0)));
    let about = About {
        id: "sources-total",
        title: say!("Public sources"),
        definition: say!(
            "Different web addresses among the sources of systems, contracts, skills and technologies."
        ),
        formula: say!("number of different addresses"),
    };
    let rows = order.iter().map(|(host, count)| vec![Cell::text(*host), b.count_cell(*count)]);
    b.count(&about, urls.len())
        .sentence(|_| {
            say!("The records rest on {}.", b.format.counted(urls.len(), "public source", "public sources"))
        })
        .table(FigureTable::new(
            say!("Sources by the website on which they stand"),
            [Column::text(say!("Website")), Column::count(say!("Addresses"))],
            rows.collect(),
        ))
}

fn open_source(b: &Builder) -> Figure {
    let licences: Vec<Option<bool>> =
        current(b).map(|row| b.catalogue.systems[row.system].is_open_source()).collect();
    let count = |open: Option<bool>| licences.iter().filter(|own| **own == open).count();
    let share = Coverage { part: count(Some(true)), whole: count(Some(true)) + count(Some(false)) };
    let about = About {
        id: "open-source-share",
        title: say!("Open-source software in use"),
        definition: say!(
            "Systems in use under an open-source licence, as a share of the systems in use whose licence is known. A system that two {many} use counts twice. The bounds say what the share would be over all, if none or every one of the others were open source."
        ),
        formula: say!(
            "open source ÷ licence known; bounds: open source ÷ all, (open source + licence not known) ÷ all"
        ),
    };
    b.partial_share(
        &about,
        share,
        say!("systems in use whose licence is known"),
        (licences.len(), say!("systems in use, counted {one} by {one}")),
    )
    .sentence(|draft| {
        let bounds = draft.bounds().map(
            |bounds| say!("; over all {} in use that is {bounds}", b.format.count(licences.len()); bounds),
        );
        say!(
            "{} of the {} systems in use whose licence is known are open source: {}{}.",
            b.format.count(share.part),
            b.format.count(share.whole),
            draft.text,
            bounds.unwrap_or_default()
        )
    })
    .table(answers(
        b,
        say!("Systems in use by licence"),
        say!("Licence"),
        licences.len(),
        &[
            Answer::Known(say!("Open source"), count(Some(true))),
            Answer::Known(say!("Not open source"), count(Some(false))),
            Answer::Unknown(say!("Not known"), count(None)),
        ],
    ))
}

fn lifecycles(b: &Builder) -> Figure {
    let rows = b.catalogue.deployments.rows();
    let states = [
        (Lifecycle::Live, say!("Live")),
        (Lifecycle::Replacing, say!("Being replaced")),
        (Lifecycle::Implementing, say!("Being introduced")),
        (Lifecycle::Planned, say!("Planned")),
        (Lifecycle::Retired, say!("Retired")),
        (Lifecycle::Unknown, say!("Not confirmed")),
    ];
    let count = |state| rows.iter().filter(|row| row.lifecycle == state).count();
    let row = |(state, name): &(Lifecycle, &str)| {
        let share = Coverage { part: count(*state), whole: rows.len() };
        vec![Cell::text(*name), b.count_cell(share.part), b.share_cell(share)]
    };
    let live = Coverage { part: count(Lifecycle::Live), whole: rows.len() };
    let about = About {
        id: "lifecycle-mix",
        title: say!("Systems in use, planned and past"),
        definition: say!(
            "Records of a system in {a_one}, by where the system is in its life there; not confirmed where sources are old and nothing later was found. The value is the number in use that nothing is about to replace."
        ),
        formula: say!("records that are live; shares: records in a state ÷ all records"),
    };
    b.count(&about, live.part)
        .part_of(live, b.words(say!("records of a system in {a_one}")))
        .sentence(|draft| {
            say!(
                "According to {} of {} of a system in {} it is in use and not about to be replaced.",
                draft.text,
                b.format.counted(rows.len(), "record", "records"),
                b.catalogue.site.a_one()
            )
        })
        .table(
            FigureTable::new(
                say!("Records by where the system is in its life"),
                [Column::text(say!("State")), Column::count(say!("Records")), Column::percent(say!("Share"))],
                states.iter().map(row).collect(),
            )
            .drawn(Chart::Bars(2)),
        )
}
