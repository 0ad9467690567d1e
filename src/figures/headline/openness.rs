//! Open, joined-up and easy to leave: hosting, sizes of suppliers, and what contracts say about leaving.

use super::rows::{Answer, answers};
use crate::catalogue::Deployment;
use crate::content::records::{Hosting, SupplierSize, Terms, TriState};
use crate::figures::builder::{About, Builder};
use crate::figures::table::{Cell, Chart, Column, FigureTable};
use crate::figures::{Bounds, Coverage, Figure};
use crate::words;

pub(in crate::figures) fn openness(b: &Builder) -> Vec<Figure> {
    vec![hosting(b), small_suppliers(b), social_enterprises(b), exit(b), open_source(b)]
}

fn current<'a>(b: &'a Builder) -> impl Iterator<Item = &'a Deployment> {
    b.catalogue.deployments.rows().iter().filter(|row| row.is_current())
}

/// What is counted, in words.
const IN_USE: &str = said_later!("systems in use, counted {one} by {one}");

fn hosting(b: &Builder) -> Figure {
    let all = current(b).count();
    let kinds = [
        (Hosting::OnPremises, say!("On own premises")),
        (Hosting::SupplierHosted, say!("Hosted by the supplier")),
        (Hosting::PublicCloud, say!("In a public cloud")),
        (Hosting::SharedService, say!("A shared service")),
    ];
    let counts = kinds.map(|(kind, name)| (name, current(b).filter(|row| row.hosting == Some(kind)).count()));
    let known: usize = counts.iter().map(|(_, count)| count).sum();
    let mut rows: Vec<Answer> = counts.iter().map(|(name, count)| Answer::Known(name, *count)).collect();
    rows.push(Answer::Unknown(say!("Not known"), all - known));
    let about = About {
        id: "hosting-mix",
        title: say!("Where systems run"),
        definition: say!(
            "Systems in use by where they run; a system that two {many} use counts twice. Shares are of those of which it is known, and the bounds say what each would be over all, if none or every one of the others ran there. The value is the number of which it is known."
        ),
        formula: say!("systems in use whose hosting is known; shares: hosted so ÷ hosting known"),
    };
    b.count(&about, known)
        .known(Coverage { part: known, whole: all }, b.words(words::text(IN_USE)))
        .sentence(|draft| {
            let told = say!(
                "Where a system in use runs is known for {} of {}",
                draft.text,
                b.format.counted(all, "system in use", "systems in use")
            );
            // The first of those that tie.
            let most = counts.iter().rev().max_by_key(|(_, count)| *count).filter(|_| known >= b.least());
            most.map_or_else(
                || format!("{told}."),
                |(name, count)| {
                    let share = Coverage { part: *count, whole: known };
                    let bounds = Bounds::of(share, all);
                    say!(
                        "{told}; the most frequent answer is “{name}”, with {} ({}; over all at least {}, at most {}).",
                        b.format.count(*count),
                        share.percent(),
                        bounds.lower,
                        bounds.upper; told, name
                    )
                },
            )
        })
        .table(answers(b, say!("Systems in use by where they run"), say!("Where"), all, &rows))
}

fn small_suppliers(b: &Builder) -> Figure {
    let sizes: Vec<Option<SupplierSize>> = current(b)
        .map(|row| {
            let supplier = b.catalogue.systems[row.system].supplier.supplier()?;
            b.catalogue.suppliers[supplier].size.filter(|size| *size != SupplierSize::Unknown)
        })
        .collect();
    let is_small = |size: &&SupplierSize| {
        matches!(size, SupplierSize::Micro | SupplierSize::Small | SupplierSize::Medium | SupplierSize::Sme)
    };
    let known = sizes.iter().flatten().count();
    let share = Coverage { part: sizes.iter().flatten().filter(is_small).count(), whole: known };
    let about = About {
        id: "sme-share",
        title: say!("Systems in use from small and medium-sized suppliers"),
        definition: say!(
            "Systems in use whose supplier is micro, small or medium-sized, as a share of those whose supplier's size is known; a system that two {many} use counts twice. The bounds say what the share would be over all systems in use, if none or every one of the others came from such a supplier."
        ),
        formula: say!(
            "from a small or medium-sized supplier ÷ size known; bounds: the same ÷ all, (the same + size not known) ÷ all"
        ),
    };
    b.partial_share(&about, share, say!("systems in use whose supplier's size is known"), (sizes.len(), words::text(IN_USE)))
        .sentence(|draft| {
            let bounds = draft
                .bounds()
                .map(|bounds| say!("; over all {} in use that is {bounds}", b.format.count(sizes.len()); bounds));
            say!(
                "{} of the {} systems in use whose supplier's size is known come from a small or medium-sized one: {}{}.",
                b.format.count(share.part),
                b.format.count(share.whole),
                draft.text,
                bounds.unwrap_or_default()
            )
        })
        .table(answers(
            b,
            say!("Systems in use by the size of their supplier"),
            say!("Size"),
            sizes.len(),
            &[
                Answer::Known(say!("Small or medium-sized"), share.part),
                Answer::Known(say!("Larger, or a public body"), known - share.part),
                Answer::Unknown(say!("Not known"), sizes.len() - known),
            ],
        ))
}

fn social_enterprises(b: &Builder) -> Figure {
    let all = current(b).count();
    let states: Vec<TriState> = current(b)
        .filter_map(|row| b.catalogue.systems[row.system].supplier.supplier())
        .map(|supplier| b.catalogue.suppliers[supplier].vcse)
        .collect();
    let count = |state| states.iter().filter(|own| **own == state).count();
    let share = Coverage { part: count(TriState::Yes), whole: count(TriState::Yes) + count(TriState::No) };
    let about = About {
        id: "vcse-share",
        title: say!("Systems in use from charities and social enterprises"),
        definition: say!(
            "Systems in use whose supplier is a voluntary, community or social enterprise, as a share of those of whose supplier it is known; a system that two {many} use counts twice. The bounds say what the share would be over all systems in use, if none or every one of the others came from one."
        ),
        formula: say!(
            "from such a supplier ÷ known of the supplier; bounds: the same ÷ all, (the same + not known) ÷ all"
        ),
    };
    let known = say!(
        "Whether the supplier is a voluntary, community or social enterprise is known for {} of {}",
        b.format.count(share.whole),
        b.format.counted(all, "system in use", "systems in use")
    );
    b.partial_share(
        &about,
        share,
        say!("systems in use of whose supplier it is known"),
        (all, words::text(IN_USE)),
    )
    .sentence(|draft| {
        let bounds = draft.bounds().map(|bounds| say!("; over all that is {bounds}"; bounds));
        say!(
            "{known}: {} of these come from one, or {}{}.",
            b.format.count(share.part),
            draft.text,
            bounds.unwrap_or_default(); known
        )
    })
    .else_say(say!("{known}, so no share is given."; known))
    .table(answers(
        b,
        say!("Systems in use by whether a charity or social enterprise supplies them"),
        say!("Supplier"),
        all,
        &[
            Answer::Known(say!("A charity or social enterprise"), count(TriState::Yes)),
            Answer::Known(say!("Neither"), count(TriState::No)),
            Answer::Unknown(say!("Not known"), all - share.whole),
        ],
    ))
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
        (say!("Data can be taken out"), |terms| terms.data_export),
        (say!("Open interface"), |terms| terms.open_api),
        (say!("Plan for leaving"), |terms| terms.exit_plan),
        (say!("Open standards"), |terms| terms.open_standards),
    ];
    let count = |get: Term, state| running.iter().filter(|terms| get(terms) == state).count();
    let rows = named.iter().map(|(name, get)| {
        let number = |state| b.count_cell(count(*get, state));
        vec![Cell::text(*name), number(TriState::Yes), number(TriState::No), number(TriState::Unknown)]
    });
    let is_known = |terms: &&Terms| named.iter().any(|(_, get)| get(terms) != TriState::Unknown);
    let known = Coverage { part: running.iter().filter(is_known).count(), whole: b.figures.running.of };
    let about = About {
        id: "exit-readiness",
        title: say!("What contracts say about leaving"),
        definition: say!(
            "Running contracts by whether the {one} can take its data out, has an open interface, a plan for leaving and open standards. Not known never counts as no. The value is the number of contracts of which any of it is known."
        ),
        formula: say!("running contracts of which at least one of the four is known"),
    };
    b.count(&about, known.part)
        .known(known, say!("running contracts"))
        .sentence(|draft| {
            say!(
                "What a contract says about leaving is known for {} of {}.",
                if known.part == 0 { say!("none") } else { &draft.text },
                b.format.counted(known.whole, "running contract", "running contracts")
            )
        })
        .table(
            FigureTable::new(
                say!("Running contracts by what they say about leaving"),
                [
                    Column::text(say!("Term")),
                    Column::count(say!("Yes")),
                    Column::count(say!("No")),
                    Column::count(say!("Not known")),
                ],
                rows.collect(),
            )
            .drawn(Chart::Parts { told: 1..3, quiet: 3..4 }),
        )
}

fn open_source(b: &Builder) -> Figure {
    let c = b.catalogue;
    let in_use = || c.systems.iter().filter(|(ix, _)| !b.figures.system(*ix).current.is_empty());
    let open: Vec<_> = in_use().filter(|(_, system)| system.is_open_source() == Some(true)).collect();
    let known = in_use().filter(|(_, system)| system.is_open_source().is_some()).count();
    let rows = open.iter().map(|(ix, system)| {
        let count = b.figures.system(*ix).current.len();
        vec![
            b.system_cell(*ix),
            Cell::text(system.licence.clone().unwrap_or_default()),
            b.bar_cell(count, c.boroughs.len()),
        ]
    });
    let about = About {
        id: "open-source-systems",
        title: say!("Open-source systems in use"),
        definition: say!(
            "Different systems in use under an open-source licence. A system that several {many} run counts once."
        ),
        formula: say!("number of different systems in use under an open-source licence"),
    };
    b.count(&about, open.len())
        .part_of(Coverage { part: open.len(), whole: known }, say!("systems in use whose licence is known"))
        .known(Coverage { part: known, whole: in_use().count() }, say!("systems in use"))
        .sentence(|draft| {
            say!(
                "The licence is an open-source one for {} of {} whose licence is known.",
                draft.text,
                b.format.counted(known, "system in use", "systems in use")
            )
        })
        .table(
            FigureTable::new(
                say!("Open-source systems in use"),
                [
                    Column::name(say!("System")),
                    Column::text(say!("Licence")),
                    Column::count(b.words(say!("{Many} in which it is in use"))),
                ],
                rows.collect(),
            )
            .drawn(Chart::Bars(2)),
        )
}
