//! A page for each figure, their index, and each as a small page to embed elsewhere.

use std::borrow::Cow;
use std::sync::Arc;

use jiff::civil::Date as Day;
use serde::Serialize;

use super::glossary::Terms;
use super::{View, crumb, told};
use crate::figures::{Cell, Family, Figure};
use crate::site::basis::BasisView;
use crate::site::chart::{ChartView, Drawing, Point, chart, trend};
use crate::site::download::Download;
use crate::site::figure_table::{TableView, table};
use crate::site::parts::Link;
use crate::site::{Dataset, Model, Page, Section, ViewBuilder, urls};

/// The index of figures.
#[derive(Debug, Serialize)]
pub struct IndexView {
    families: Vec<FamilyView>,
    /// Limits and names that figures rest on besides the tables.
    settings: Download,
}

#[derive(Debug, Serialize)]
struct FamilyView {
    id: String,
    name: &'static str,
    figures: Vec<Entry>,
}

#[derive(Debug, Serialize)]
struct Entry {
    link: Link,
    text: String,
    sentence: String,
}

/// A figure.
#[derive(Debug, Serialize)]
pub struct FigureView {
    id: &'static str,
    title: String,
    family: &'static str,
    text: String,
    /// Why the number is not printed.
    withheld: Option<String>,
    sentence: String,
    /// In paragraphs.
    definition: Vec<String>,
    formula: String,
    basis: BasisView,
    chart: Option<ChartView>,
    table: TableView,
    /// How many rows the figure has: `12 rows`.
    row_count: String,
    /// Further rows, which only the files have.
    more_rows: Option<String>,
    /// How a text names one of its rows, where it can.
    row_quote: Option<String>,
    downloads: Vec<Download>,
    picture: Download,
    history: HistoryView,
    /// The page that tells readers of it.
    told: Option<Link>,
    /// Words of its definition that the glossary explains.
    terms: Vec<Link>,
    previous: Option<Link>,
    next: Option<Link>,
    #[serde(skip)]
    dataset: Dataset,
}

impl FigureView {
    /// The figure as data.
    pub(super) fn dataset(&self) -> &Dataset {
        &self.dataset
    }
}

/// The figure in every release and now, the newest first.
#[derive(Debug, Serialize)]
struct HistoryView {
    rows: Vec<HistoryRow>,
    /// A line through the numbers, where there are two days or more.
    trend: Option<Trend>,
}

#[derive(Debug, Serialize)]
struct HistoryRow {
    /// The release; none for the position now.
    release: Option<Link>,
    /// The number; none where the figure was not computed.
    text: Option<String>,
    /// What it rested on.
    coverage: Option<String>,
}

#[derive(Debug, Serialize)]
struct Trend {
    description: String,
    drawing: Drawing,
}

pub(in crate::site) fn plan(model: Model) -> Vec<Page> {
    let region = &model.catalogue.site.region;
    let mut pages = vec![Page {
        path: "figures/".to_owned(),
        template: "figures.html",
        title: say!("Figures").to_owned(),
        description: say!(
            "Every number that is computed over the records of {region}, with its definition and its rows."; region
        ),
        section: Some(Section::Report),
        crumbs: Vec::new(),
        origin: None,
        text: None,
        view: Box::new(move || View::Figures(Box::new(index_view(model)))),
    }];
    let terms = Arc::new(model.terms());
    for (index, figure) in model.figures.named.iter().enumerate() {
        let view = |template: &'static str| -> ViewBuilder {
            let terms = Arc::clone(&terms);
            Box::new(move || View::Figure(Box::new(view(model, index, template == EMBEDDED, &terms))))
        };
        let page = |path: String, template: &'static str, title: String, description: String| Page {
            path,
            template,
            title,
            description,
            section: Some(Section::Report),
            crumbs: vec![crumb(say!("Figures"), "figures/")],
            origin: None,
            text: None,
            view: view(template),
        };
        pages.push(page(
            urls::figure(figure.id),
            "figure.html",
            figure.title.clone(),
            figure.sentence.clone(),
        ));
        let (title, description) =
            (say!("{} (to embed)", figure.title), say!("To embed: {}", figure.sentence));
        pages.push(page(urls::embed(figure.id), EMBEDDED, title, description));
    }
    pages
}

/// The template of a figure that stands within a page of others.
const EMBEDDED: &str = "embed.html";

/// Rows on a figure's page: more would be slow to load, and nobody reads them there.
const MOST_ROWS: usize = 600;

/// The same for their cells, so that a table of many columns is no heavier.
const MOST_CELLS: usize = 5_500;

/// The same for their names and letters: a cell may name hundreds of authorities, each with a link.
const MOST_LETTERS: usize = 150_000;

fn index_view(model: Model) -> IndexView {
    let mut families: Vec<(Family, FamilyView)> = Vec::new();
    for figure in &model.figures.named {
        let entry = Entry {
            link: Link::new(urls::figure(figure.id), &figure.title),
            text: figure.text.clone(),
            sentence: figure.sentence.clone(),
        };
        if families.last().is_none_or(|(family, _)| *family != figure.family) {
            let id = format!("{:?}", figure.family).to_lowercase();
            families
                .push((figure.family, FamilyView { id, name: figure.family.name(), figures: Vec::new() }));
        }
        if let Some((_, view)) = families.last_mut() {
            view.figures.push(entry);
        }
    }
    IndexView {
        families: families.into_iter().map(|(_, view)| view).collect(),
        settings: model.download(urls::FIGURE_SETTINGS, say!("settings (JSON)")),
    }
}

fn view(model: Model, index: usize, is_embedded: bool, terms: &Terms) -> FigureView {
    let figures = &model.figures.named;
    let figure = &figures[index];
    let format = model.format();
    let link =
        |index: usize| figures.get(index).map(|figure| Link::new(urls::figure(figure.id), &figure.title));
    // What is embedded has no rows.
    let data = &figure.table;
    let rows = if is_embedded { Vec::new() } else { first_rows(data.columns.len(), model.rows(data)) };
    let more_rows = data.rows.len().checked_sub(rows.len());
    FigureView {
        id: figure.id,
        title: figure.title.clone(),
        family: figure.family.name(),
        text: figure.text.clone(),
        withheld: figure.withheld.clone(),
        sentence: figure.sentence.clone(),
        definition: figure.definition.split("\n\n").map(str::to_owned).collect(),
        formula: figure.formula.clone(),
        basis: model.basis(figure),
        chart: chart(model, figure, "chart".to_owned()),
        table: table(model, figure, data, "t-rows".to_owned(), &rows),
        row_count: format.counted(figure.table.rows.len(), "row", "rows"),
        row_quote: figure.table.quotes.first().map(|row| row.key.clone()),
        more_rows: more_rows.filter(|rows| *rows > 0).map(|rows| format.counted(rows, "row", "rows")),
        dataset: Dataset {
            name: figure.title.clone(),
            description: format!("{} {}", figure.sentence, figure.definition),
            as_of: model.catalogue.as_of,
            downloads: vec![
                (urls::figure_file(figure.id, "csv"), "text/csv"),
                (urls::api_item("figures", figure.id), "application/json"),
            ],
        },
        downloads: if is_embedded { Vec::new() } else { downloads(model, figure) },
        picture: model.download(urls::figure_file(figure.id, "svg"), say!("picture (SVG)")),
        history: history(model, figure),
        told: told(model, figure.id),
        terms: model.terms_in(&format!("{} {}", figure.title, figure.definition), terms),
        previous: index.checked_sub(1).and_then(link),
        next: link(index + 1),
    }
}

/// The rows that the page has room for.
fn first_rows<'a>(columns: usize, rows: impl Iterator<Item = Cow<'a, [Cell]>>) -> Vec<Cow<'a, [Cell]>> {
    // A link takes as much as its address and its name.
    let letters =
        |cell: &Cell| cell.text.len() + cell.names.iter().map(|name| 2 * name.text.len() + 25).sum::<usize>();
    let mut room = MOST_LETTERS;
    let fits = |row: &Cow<[Cell]>| {
        let own: usize = row.iter().map(letters).sum();
        let had = room;
        room = room.saturating_sub(own);
        own <= had
    };
    let most = MOST_ROWS.min(MOST_CELLS / columns.max(1));
    rows.take(most).take_while(fits).collect()
}

fn history(model: Model, figure: &Figure) -> HistoryView {
    let (c, format) = (model.catalogue, model.format());
    let rests = |(part, whole)| say!("{} of {}", format.count(part), format.count(whole));
    let mut rows = vec![HistoryRow {
        release: None,
        text: Some(figure.text.clone()),
        coverage: figure.coverage.as_ref().map(|known| rests((known.counts.part, known.counts.whole))),
    }];
    for release in c.releases.iter().rev() {
        let then = release.figure(figure.id);
        rows.push(HistoryRow {
            release: Some(Link::new(urls::release(release.date), format.day(release.date))),
            text: then.map(|then| then.text.clone()),
            coverage: then.and_then(|then| then.coverage).map(rests),
        });
    }
    let point = |day: Day, number: Option<f64>, text: &str| {
        let at = f64::from(day.year()) + f64::from(day.day_of_year() - 1) / f64::from(day.days_in_year());
        Some(Point { at, number: number?, text: text.to_owned(), day: format.day(day) })
    };
    let frozen = c.releases.iter().filter_map(|release| {
        let then = release.figure(figure.id)?;
        point(release.date, then.value, &then.text)
    });
    let now = point(c.as_of, figure.number(), &figure.text);
    // A release of today says the same as the position now.
    let points: Vec<Point> =
        frozen.filter(|frozen| now.as_ref().is_none_or(|now| frozen.at < now.at)).collect();
    let points: Vec<Point> = points.into_iter().chain(now).collect();
    let trend = trend(&points).map(|drawing| Trend {
        description: say!(
            "Line from {} on {} to {} on {}. The table has every day.",
            points[0].text,
            points[0].day,
            points[points.len() - 1].text,
            points[points.len() - 1].day
        ),
        drawing,
    });
    HistoryView { rows, trend }
}

fn downloads(model: Model, figure: &Figure) -> Vec<Download> {
    let members = figure.members.as_ref().map(|_| urls::figure_members(figure.id));
    let own = [
        model.download(urls::figure_file(figure.id, "csv"), "CSV"),
        model.download(urls::api_item("figures", figure.id), "JSON"),
    ];
    own.into_iter()
        .chain(members.map(|file| model.download(file, say!("CSV of all it is a part of"))))
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_page_has_room_for_fewer_rows_where_they_say_more() {
        let row = |letters: usize| [Cell::text("a".repeat(letters))];
        let most =
            |letters: usize| first_rows(0, std::iter::repeat_n(Cow::Owned(row(letters).into()), 2000)).len();
        assert_eq!(most(10), MOST_ROWS);
        assert_eq!(most(MOST_LETTERS / 10), 10);
        assert_eq!(most(MOST_LETTERS + 1), 0);
    }
}
