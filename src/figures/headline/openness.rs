//! Open, joined-up and easy to leave: hosting, sizes of suppliers, and what contracts say about leaving.

use crate::catalogue::Deployment;
use crate::content::records::{Hosting, SupplierSize, Terms, TriState};
use crate::figures::registry::{Builder, Cell, Chart, Figure, FigureTable, Target};
use crate::figures::{Coverage, Percent};

pub(in crate::figures) fn openness(b: &Builder) -> Vec<Figure> {
    vec![hosting(b), small_suppliers(b), social_enterprises(b), exit(b), open_source(b)]
}

fn current<'a>(b: &'a Builder) -> impl Iterator<Item = &'a Deployment> {
    b.catalogue.deployments.rows().iter().filter(|row| row.is_current())
}

fn hosting(b: &Builder) -> Figure {
    let all = current(b).count();
    let kinds = [
        (Hosting::OnPremises, "On own premises"),
        (Hosting::SupplierHosted, "Hosted by the supplier"),
        (Hosting::PublicCloud, "In a public cloud"),
        (Hosting::SharedService, "A shared service"),
    ];
    let count = |kind| current(b).filter(|row| row.hosting == Some(kind)).count();
    let known: usize = kinds.iter().map(|(kind, _)| count(*kind)).sum();
    let mut rows: Vec<Vec<Cell>> = kinds
        .iter()
        .map(|(kind, name)| {
            let percent = Percent::of(count(*kind) as f64, known as f64);
            vec![
                Cell::text(*name),
                Cell::text(b.format.count(count(*kind))),
                Cell::bar(percent.to_string(), percent),
            ]
        })
        .collect();
    rows.push(vec![
        Cell::text("Not known"),
        Cell::text(b.format.count(all - known)),
        Cell::text("Does not apply"),
    ]);
    b.count("hosting-mix", "Where systems run", "Deployments in use by hosting; shares are of those whose hosting is known, and the value is their number.", known)
        .covering(Coverage { part: known, whole: all })
        .sentence(|figure| format!("Where it runs is known for {} of {} deployments in use.", figure.text, b.format.count(all)))
        .table(FigureTable::new("Deployments in use by hosting", &["Hosting", "Deployments#", "Share of the known#"], rows).drawn(Chart::Bars(2)))
}

/// Sizes of the suppliers of deployments in use; none where the size or the supplier is not known.
fn sizes<'a>(b: &'a Builder) -> impl Iterator<Item = Option<SupplierSize>> + 'a {
    current(b).map(|row| {
        let supplier = b.catalogue.systems[row.system].supplier.supplier()?;
        b.catalogue.suppliers[supplier].size.filter(|size| *size != SupplierSize::Unknown)
    })
}

fn small_suppliers(b: &Builder) -> Figure {
    let known = sizes(b).flatten().count();
    let small = |size: &SupplierSize| {
        matches!(size, SupplierSize::Micro | SupplierSize::Small | SupplierSize::Medium | SupplierSize::Sme)
    };
    let part = sizes(b).flatten().filter(small).count();
    let all = current(b).count();
    b.share(
        "sme-share",
        "Small and medium-sized suppliers",
        "Deployments in use whose supplier is micro, small or medium-sized, as a share of those whose supplier's size is known.",
        Coverage { part, whole: known },
    )
    .sentence(|figure| {
        format!(
            "{} of the deployments in use come from small or medium-sized suppliers, where the supplier's size is known ({} of {}).",
            figure.text,
            b.format.count(known),
            b.format.count(all)
        )
    })
}

fn social_enterprises(b: &Builder) -> Figure {
    let states: Vec<TriState> = current(b)
        .filter_map(|row| b.catalogue.systems[row.system].supplier.supplier())
        .map(|supplier| b.catalogue.suppliers[supplier].vcse)
        .collect();
    let count = |state| states.iter().filter(|own| **own == state).count();
    let known = count(TriState::Yes) + count(TriState::No);
    b.share(
        "vcse-share",
        "Voluntary, community and social enterprises",
        "Deployments in use whose supplier is a voluntary, community or social enterprise, as a share of those of whose supplier it is known.",
        Coverage { part: count(TriState::Yes), whole: known },
    )
    .explained({
        format!(
            "Whether the supplier is a voluntary, community or social enterprise is known for {} of {} deployments in use with a named supplier.",
            b.format.count(known),
            b.format.count(states.len())
        )
    })
}

/// Reads one of the terms.
type Term = fn(&Terms) -> TriState;

fn exit(b: &Builder) -> Figure {
    let running: Vec<_> = b
        .catalogue
        .contracts
        .rows()
        .iter()
        .zip(&b.figures.terms)
        .filter(|(_, term)| term.state.is_running())
        .map(|(row, _)| row.terms.unwrap_or_default())
        .collect();
    let named: [(&str, Term); 4] = [
        ("Data can be taken out", |terms| terms.data_export),
        ("Open interface", |terms| terms.open_api),
        ("Plan for leaving", |terms| terms.exit_plan),
        ("Open standards", |terms| terms.open_standards),
    ];
    let count = |get: Term, state| running.iter().filter(|terms| get(terms) == state).count();
    let rows = named.iter().map(|(name, get)| {
        let mut cells = vec![Cell::text(*name)];
        cells.extend(
            [TriState::Yes, TriState::No, TriState::Unknown].map(|state| b.count_cell(count(*get, state))),
        );
        cells
    });
    let known =
        running.iter().filter(|terms| named.iter().any(|(_, get)| get(terms) != TriState::Unknown)).count();
    b.count(
        "exit-readiness",
        "What contracts say about leaving",
        "Running contracts by whether the authority can take its data out, has an open interface, a plan for leaving and open standards. Not known never counts as no. The value is the number of contracts of which any of it is known.",
        known,
    )
    .covering(Coverage { part: known, whole: running.len() })
    .sentence(|figure| {
        format!("What it says about leaving is known for {} of {} running contracts.", figure.text, b.format.count(running.len()))
    })
    .table(FigureTable::new("Running contracts by what they say about leaving", &["Term", "Yes#", "No#", "Not known#"], rows.collect()).drawn(Chart::Parts { told: 1..3, quiet: 3..4 }))
}

fn open_source(b: &Builder) -> Figure {
    let c = b.catalogue;
    let rows: Vec<Vec<Cell>> = c
        .systems
        .iter()
        .filter(|(ix, system)| {
            system.is_open_source() == Some(true) && !b.figures.system(*ix).current.is_empty()
        })
        .map(|(ix, system)| {
            let count = b.figures.system(ix).current.len();
            vec![
                Cell::link(&system.name, Target::System(ix)),
                Cell::text(system.licence.clone().unwrap_or_default()),
                Cell::bar(b.format.count(count), Percent::of(count as f64, c.boroughs.len() as f64)),
            ]
        })
        .collect();
    let many = crate::figures::format::capitalised(&c.site.words.many);
    b.count(
        "open-source-systems",
        "Open-source systems in use",
        "Distinct systems in use under an open-source licence.",
        rows.len(),
    )
    .sentence(|figure| format!("{} systems in use are open source.", figure.text))
    .table(
        FigureTable::new(
            "Open-source systems in use",
            &["System", "Licence", &format!("{many} in which it is in use#")],
            rows,
        )
        .drawn(Chart::Bars(2)),
    )
}
