//! All figures as one table, a row each, to stand among the tables of records.

use super::{Figure, Figures};
use crate::catalogue::tables::{Field, Kind, Table};

/// Every figure with its number and what it covers.
#[must_use]
pub fn overview(figures: &Figures, currency: &str) -> Table {
    let column = |name, kind, meaning: &str, blank: Option<&str>| Field {
        name,
        kind,
        meaning: meaning.to_owned(),
        blank: blank.map(str::to_owned),
        example: None,
    };
    let (withheld, no_part, all) = (
        Some(say!("Withheld")),
        Some(say!("No part of a whole")),
        Some(say!("All are known, or nothing can be unknown")),
    );
    let fields = vec![
        column("id", Kind::Id, say!("Short name of the figure, as in addresses of this site."), None),
        column("title", Kind::Text, say!("What it is, in a few words."), None),
        column("family", Kind::Text, say!("What it belongs to."), None),
        column("value", Kind::Decimal, say!("The number, not rounded."), withheld),
        column(
            "unit",
            Kind::Text,
            &say!("What the number counts: count, percent, days, index, or {currency} a year."; currency),
            withheld,
        ),
        column("text", Kind::Text, say!("The number with its unit, as readers see it."), None),
        column("sentence", Kind::Text, say!("One full sentence with the number and what it covers."), None),
        column(
            "part",
            Kind::Decimal,
            say!("What is counted or summed up, where the number is a part of a whole."),
            no_part,
        ),
        column("whole", Kind::Decimal, say!("What it is a part of."), no_part),
        column("known", Kind::Number, say!("Of how many things what the figure asks for is known."), all),
        column("known_of", Kind::Number, say!("How many such things there are."), all),
        column(
            "withheld_because",
            Kind::Text,
            say!("Why the number is not printed."),
            Some(say!("It is printed")),
        ),
    ];
    let rows = figures.named.iter().map(|figure| row(figure, currency).into_iter().collect()).collect();
    Table::new(
        "figures",
        "figures".to_owned(),
        say!("One figure on the date of the site.").to_owned(),
        fields,
        rows,
    )
}

fn row(figure: &Figure, currency: &str) -> Vec<String> {
    let text = |number: Option<f64>| number.map(|number| number.to_string()).unwrap_or_default();
    let count = |number: Option<usize>| number.map(|number| number.to_string()).unwrap_or_default();
    let known = figure.coverage.as_ref().map(|known| known.counts);
    // A part would tell what is withheld.
    let share = figure.share.as_ref().filter(|_| figure.withheld.is_none());
    vec![
        figure.id.to_owned(),
        figure.title.clone(),
        figure.family.name().to_owned(),
        text(figure.number()),
        figure.value.unit().map(|unit| unit.word(currency).to_owned()).unwrap_or_default(),
        figure.text.clone(),
        figure.sentence.clone(),
        text(share.map(|share| share.part)),
        text(share.map(|share| share.whole)),
        count(known.map(|known| known.part)),
        count(known.map(|known| known.whole)),
        figure.withheld.clone().unwrap_or_default(),
    ]
}
