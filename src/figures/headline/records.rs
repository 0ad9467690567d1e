//! How many of what is on record.

use std::collections::BTreeSet;

use crate::catalogue::{Deployment, SourceRef};
use crate::content::records::{Lifecycle, Provenance};
use crate::figures::registry::{Builder, Cell, Chart, Figure, FigureTable};
use crate::figures::{Coverage, Percent};

pub(in crate::figures) fn records(b: &Builder) -> Vec<Figure> {
    let (c, f) = (b.catalogue, b.format);
    let region = &c.site.region;
    let rows = c.deployments.rows();
    let current: Vec<&Deployment> = rows.iter().filter(|row| row.is_current()).collect();
    let systems: BTreeSet<_> = rows.iter().map(|row| row.system).collect();
    let systems_current: BTreeSet<_> = current.iter().map(|row| row.system).collect();
    let suppliers: BTreeSet<_> = systems.iter().filter_map(|ix| c.systems[*ix].supplier.supplier()).collect();
    let with_any = c.boroughs.rows().iter().filter(|row| !row.deployments.is_empty()).count();
    let verified = current.iter().filter(|row| row.provenance == Provenance::Verified).count();
    let open: Vec<Option<bool>> = current.iter().map(|row| c.systems[row.system].is_open_source()).collect();
    let is_open = open.iter().filter(|open| **open == Some(true)).count();
    let known_licence = open.iter().flatten().count();
    vec![
        b.count("authorities-total", "Authorities in the region", "The number of records under boroughs/.", c.boroughs.len())
            .sentence(|figure| format!("{region} has {} {}.", figure.text, c.site.words.many)),
        b.count(
            "authorities-recorded",
            "Authorities with a system on record",
            "Authorities with at least one deployment, whatever its life.",
            with_any,
        )
        .covering(Coverage { part: with_any, whole: c.boroughs.len() })
        .sentence(|figure| format!("{} of {} have at least one system on record.", figure.text, f.boroughs(c.boroughs.len()))),
        b.count(
            "deployments-recorded",
            "Deployments on record",
            "A deployment is one system in one authority, for one service or several. All are counted: planned, live, retired and not confirmed.",
            rows.len(),
        )
        .sentence(|figure| format!("{} deployments are on record: one system in one authority counts once.", figure.text)),
        b.count(
            "deployments-current",
            "Deployments in use",
            "Deployments whose lifecycle is live or replacing at the date of the site. Deployments whose sources are old and unconfirmed are not counted.",
            current.len(),
        )
        .covering(Coverage { part: current.len(), whole: rows.len() })
        .sentence(|figure| format!("{} of {} deployments on record are known to be in use.", figure.text, f.count(rows.len()))),
        b.count(
            "deployments-verified",
            "Deployments that an authority has checked",
            "Deployments in use whose provenance is verified.",
            verified,
        )
        .covering(Coverage { part: verified, whole: current.len() })
        .sentence(|figure| format!("{} of {} deployments in use have been checked by their authority.", figure.text, f.count(current.len()))),
        b.count(
            "systems-recorded",
            "Systems on record",
            "Distinct systems with at least one deployment, whatever its life.",
            systems.len(),
        )
        .sentence(|figure| format!("{} different systems are on record in {}.", figure.text, f.boroughs(with_any))),
        b.count(
            "systems-current",
            "Systems in use",
            "Distinct systems with at least one deployment that is live or replacing.",
            systems_current.len(),
        )
        .sentence(|figure| format!("{} different systems are known to be in use.", figure.text)),
        b.count(
            "suppliers-recorded",
            "Suppliers on record",
            "Distinct suppliers of systems with at least one deployment. An authority's own build and systems without a named supplier are not counted.",
            suppliers.len(),
        )
        .covering(Coverage { part: supplied(b, &systems), whole: systems.len() })
        .sentence(|figure| {
            let (named, all) = (supplied(b, &systems), systems.len());
            format!("{} suppliers are on record; {} of {} systems have a named supplier.", figure.text, f.count(named), f.count(all))
        }),
        b.count("sources-total", "Public sources", "Distinct addresses among the sources of deployments, contracts, skills and technologies.", sources(b))
            .sentence(|figure| format!("The records rest on {} public sources.", figure.text)),
        b.share(
            "open-source-share",
            "Open source in use",
            "Deployments in use whose system has an open-source licence, as a share of those whose licence is known.",
            Coverage { part: is_open, whole: known_licence },
        )
        .sentence(|figure| {
            format!(
                "{} of the {} deployments in use with a known licence run open-source software.",
                figure.text,
                f.count(known_licence)
            )
        }),
        lifecycle_mix(b),
    ]
}

fn supplied(b: &Builder, systems: &BTreeSet<crate::catalogue::Ix<crate::catalogue::System>>) -> usize {
    systems.iter().filter(|ix| b.catalogue.systems[**ix].supplier.supplier().is_some()).count()
}

fn sources(b: &Builder) -> usize {
    let c = b.catalogue;
    let deployments = c.deployments.rows().iter().flat_map(|row| &row.sources);
    let contracts = c.contracts.rows().iter().flat_map(|row| &row.sources);
    let skills = c.boroughs.rows().iter().flat_map(|row| row.skills.iter().flat_map(|fact| &fact.sources));
    let technologies =
        c.boroughs.rows().iter().flat_map(|row| row.technologies.iter().flat_map(|fact| &fact.sources));
    let all = deployments.chain(contracts).chain(skills).chain(technologies);
    all.filter_map(|source: &SourceRef| source.url.as_ref()).collect::<BTreeSet<_>>().len()
}

fn lifecycle_mix(b: &Builder) -> Figure {
    let rows = b.catalogue.deployments.rows();
    let states = [
        (Lifecycle::Live, "Live"),
        (Lifecycle::Replacing, "Being replaced"),
        (Lifecycle::Implementing, "Being introduced"),
        (Lifecycle::Planned, "Planned"),
        (Lifecycle::Retired, "Retired"),
        (Lifecycle::Unknown, "Not confirmed: sources are old and nothing later was found"),
    ];
    let count = |state| rows.iter().filter(|row| row.lifecycle == state).count();
    let row = |(state, name): &(Lifecycle, &str)| {
        let percent = Percent::of(count(*state) as f64, rows.len() as f64);
        vec![
            Cell::text(*name),
            Cell::text(b.format.count(count(*state))),
            Cell::bar(percent.to_string(), percent),
        ]
    };
    let live = count(Lifecycle::Live);
    b.count(
        "lifecycle-mix",
        "Deployments by their life",
        "Deployments on record, by lifecycle; the value is the number that is live.",
        live,
    )
    .sentence(|figure| {
        format!("{} of {} deployments on record are live.", figure.text, b.format.count(rows.len()))
    })
    .table(
        FigureTable::new(
            "Deployments by where they are in their life",
            &["State", "Deployments#", "Share#"],
            states.iter().map(row).collect(),
        )
        .drawn(Chart::Bars(2)),
    )
}
