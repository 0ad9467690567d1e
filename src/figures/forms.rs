//! A figure in the forms that machines read: CSV and JSON. Beside what readers see stand the number that is not rounded,
//! the date as records write it, and the ids of what is named, so that nobody has to take a text apart.

use std::borrow::Cow;
use std::io::{self, Write as _};

use serde::ser::{Serialize, SerializeMap, Serializer};
use serde_json::{Value as Json, json};

use super::{Cell, Column, Figure, FigureTable, Figures, Kind, RowQuote, Unit, Value};
use crate::catalogue::Catalogue;
use crate::catalogue::tables::{end_line, write_cell};

/// Writes the rows of a figure's table as CSV with a head.
///
/// # Errors
/// Where whoever takes it refuses.
pub fn write_csv(
    table: &FigureTable,
    figures: &Figures,
    catalogue: &Catalogue,
    to: impl io::Write,
) -> io::Result<()> {
    let mut writer = csv::Writer::from_writer(to);
    for head in table.columns.iter().flat_map(|column| heads(column, catalogue)) {
        write_cell(&mut writer, &head)?;
    }
    end_line(&mut writer)?;
    for row in table.rows.iter(figures, catalogue) {
        for (cell, column) in row.iter().zip(&table.columns) {
            write_fields(&mut writer, cell, column, catalogue)?;
        }
        end_line(&mut writer)?;
    }
    writer.flush()
}

/// The headings of a column and of what stands beside it.
fn heads(column: &Column, catalogue: &Catalogue) -> Vec<String> {
    let title = &column.title;
    let unit = |unit: Unit| format!("{title} ({})", unit.word(&catalogue.site.currency));
    let mut heads = vec![title.clone()];
    match column.kind {
        Kind::Text => {}
        Kind::Name => heads.push(say!("{title} (id)"; title)),
        Kind::Date => heads.push(say!("{title} (date)"; title)),
        Kind::Number(of) => heads.push(unit(of)),
        Kind::Sum => {
            heads.extend([unit(Unit::Money), say!("{title} (known)"; title), say!("{title} (of)"; title)]);
        }
    }
    heads
}

/// A cell's text and what stands beside it; nothing where there is nothing to tell.
fn write_fields(
    writer: &mut csv::Writer<impl io::Write>,
    cell: &Cell,
    column: &Column,
    catalogue: &Catalogue,
) -> io::Result<()> {
    let number = || cell.number.map(|number| number.to_string()).unwrap_or_default();
    write_cell(writer, &cell.text)?;
    match column.kind {
        Kind::Text => Ok(()),
        Kind::Name => write_cell(writer, &ids(cell, catalogue).join(";")),
        Kind::Date => write_cell(writer, cell.date.as_deref().unwrap_or_default()),
        Kind::Number(_) => write_cell(writer, &number()),
        Kind::Sum => {
            let known = cell.known.unwrap_or_default();
            let fields = [number(), known.part.to_string(), known.whole.to_string()];
            fields.iter().try_for_each(|field| write_cell(writer, field))
        }
    }
}

fn ids<'a>(cell: &Cell, catalogue: &'a Catalogue) -> Vec<Cow<'a, str>> {
    cell.names.iter().map(|name| name.target.id(catalogue)).collect()
}

/// Writes the whole figure as JSON.
///
/// # Errors
/// Where whoever takes it refuses.
pub fn write_json(
    figure: &Figure,
    figures: &Figures,
    catalogue: &Catalogue,
    to: &mut dyn io::Write,
) -> io::Result<()> {
    let mut to = io::BufWriter::new(to);
    serde_json::to_writer_pretty(&mut to, &whole(figure, figures, catalogue))?;
    to.write_all(b"\n")?;
    to.flush()
}

/// A figure as its file has it.
#[derive(serde::Serialize)]
struct Whole<'a> {
    id: &'a str,
    title: &'a str,
    sentence: &'a str,
    definition: &'a str,
    formula: &'a str,
    value: Json,
    unit: &'a str,
    text: &'a str,
    withheld_because: Option<&'a str>,
    share: Option<Json>,
    bounds: Option<Json>,
    coverage: Option<Json>,
    as_of: String,
    history: Vec<Json>,
    table: Table<'a>,
    members: Option<Table<'a>>,
}

fn whole<'a>(figure: &'a Figure, figures: &'a Figures, catalogue: &'a Catalogue) -> Whole<'a> {
    let currency = &catalogue.site.currency;
    let number = match figure.value {
        Value::Count(count) | Value::Days(count) => json!(count),
        Value::Percent(number) | Value::Money(number) | Value::Index(number) => json!(number),
        Value::Withheld => Json::Null,
    };
    let unit = figure.value.unit().map_or("withheld", |unit| unit.word(currency));
    let share = figure.share.as_ref().map(|share| {
        json!({
            "numerator": number_json(share.part),
            "denominator": number_json(share.whole),
            "unit": share.unit.word(currency),
            "of": share.of,
        })
    });
    let then = |release: &std::sync::Arc<crate::content::release::Release>| {
        let then = release.figure(figure.id)?;
        Some(json!({"as_of": release.date.to_string(), "value": then.value, "text": then.text}))
    };
    let coverage = figure
        .coverage
        .as_ref()
        .map(|known| json!({"known": known.counts.part, "all": known.counts.whole, "of": known.of}));
    let bounds = figure
        .bounds
        .map(|bounds| json!({"at_least": bounds.lower.value(), "at_most": bounds.upper.value()}));
    let table = |data| Table { data, figures, catalogue };
    Whole {
        id: figure.id,
        title: &figure.title,
        sentence: &figure.sentence,
        definition: &figure.definition,
        formula: &figure.formula,
        value: number,
        unit,
        text: &figure.text,
        withheld_because: figure.withheld.as_deref(),
        share,
        bounds,
        coverage,
        as_of: catalogue.as_of.to_string(),
        history: catalogue.releases.iter().filter_map(then).collect(),
        table: table(&figure.table),
        members: figure.members.as_ref().map(table),
    }
}

/// A table that is written as it is read, because some are far larger than all else of their figure.
#[derive(Clone, Copy)]
struct Table<'a> {
    data: &'a FigureTable,
    figures: &'a Figures,
    catalogue: &'a Catalogue,
}

impl Serialize for Table<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let Self { data, catalogue, .. } = self;
        let column = |column: &Column| {
            let (kind, unit) = match column.kind {
                Kind::Text => ("text", None),
                Kind::Name => ("name", None),
                Kind::Date => ("date", None),
                Kind::Number(unit) => ("number", Some(unit)),
                Kind::Sum => ("sum", Some(Unit::Money)),
            };
            json!({
                "title": column.title,
                "kind": kind,
                "unit": unit.map(|unit| unit.word(&catalogue.site.currency)),
            })
        };
        let quote = |row: &RowQuote| json!({"key": row.key, "text": row.text, "sentence": row.sentence});
        let mut map = serializer.serialize_map(Some(4))?;
        map.serialize_entry("caption", &data.caption)?;
        map.serialize_entry("columns", &data.columns.iter().map(column).collect::<Vec<_>>())?;
        map.serialize_entry("rows", &Rows(*self))?;
        map.serialize_entry("quotes", &data.quotes.iter().map(quote).collect::<Vec<_>>())?;
        map.end()
    }
}

/// All rows of a table.
struct Rows<'a>(Table<'a>);

impl Serialize for Rows<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let Table { data, figures, catalogue } = self.0;
        serializer.collect_seq(data.rows.iter(figures, catalogue).map(|cells| Row { cells, of: self.0 }))
    }
}

/// One row.
struct Row<'a> {
    cells: Cow<'a, [Cell]>,
    of: Table<'a>,
}

impl Serialize for Row<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let catalogue = self.of.catalogue;
        let cells = self.cells.iter().zip(&self.of.data.columns);
        serializer.collect_seq(cells.map(|(cell, column)| CellOf { cell, kind: column.kind, catalogue }))
    }
}

/// A cell's text and what stands beside it.
struct CellOf<'a> {
    cell: &'a Cell,
    kind: Kind,
    catalogue: &'a Catalogue,
}

impl Serialize for CellOf<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let cell = self.cell;
        let mut map = serializer.serialize_map(None)?;
        map.serialize_entry("text", &cell.text)?;
        match self.kind {
            Kind::Text => {}
            Kind::Name => map.serialize_entry("ids", &ids(cell, self.catalogue))?,
            Kind::Date => map.serialize_entry("date", &cell.date)?,
            Kind::Number(_) => map.serialize_entry("number", &cell.number.map(number_json))?,
            Kind::Sum => {
                let known = cell.known.unwrap_or_default();
                map.serialize_entry("number", &cell.number.map(number_json))?;
                map.serialize_entry("known", &known.part)?;
                map.serialize_entry("of", &known.whole)?;
            }
        }
        map.end()
    }
}

/// What else figures rest on, besides the tables: the region's limits and words, and the names of what tables hold ids of.
#[must_use]
pub fn settings(catalogue: &Catalogue) -> String {
    let site = &catalogue.site;
    let limits = &site.thresholds;
    let groups =
        catalogue.groups.rows().iter().map(|row| json!({"id": row.id, "name": row.name, "kind": row.kind}));
    let skills = catalogue.skills.rows().iter();
    let skills = skills.map(
        |row| json!({"id": row.id, "name": row.name, "family": row.family, "totals_only": row.totals_only}),
    );
    let technologies =
        catalogue.technologies.rows().iter().map(|row| json!({"id": row.id, "name": row.name}));
    let settings = json!({
        "as_of": catalogue.as_of.to_string(),
        "region": site.region,
        "one": site.words.one,
        "many": site.words.many,
        "about": site.words.about.trim(),
        "currency": site.currency,
        "vat_rate": site.vat_rate.value,
        "stale_months": limits.stale_months,
        "small_number": limits.small_number,
        "cohort": limits.cohort,
        "ending_soon_months": limits.ending_soon_months,
        "act_now_months": limits.act_now_months,
        "notice_months": limits.notice_months,
        "groups": groups.collect::<Vec<_>>(),
        "skills": skills.collect::<Vec<_>>(),
        "technologies": technologies.collect::<Vec<_>>(),
    });
    let mut text = serde_json::to_string_pretty(&settings).unwrap_or_default();
    text.push('\n');
    text
}

/// Whole numbers without a decimal point.
fn number_json(number: f64) -> Json {
    // Beyond 2^53 a float is no exact count.
    #[allow(clippy::cast_possible_truncation)]
    let whole = (number.fract() == 0.0 && number.abs() < 9.0e15).then_some(number as i64);
    whole.map_or_else(|| json!(number), |whole| json!(whole))
}
