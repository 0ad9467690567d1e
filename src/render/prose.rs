//! Chapters and pages: Markdown in which figures are quoted by id.
//!
//! `{fig:ID}` is the figure's value, `{fig:ID sentence}` its sentence, and `{fig:ID table}` in a paragraph of its own
//! its table. A link that begins with `/` leads to a page of this site.

use std::fmt::Write as _;
use std::ops::Range;

use serde::Serialize;

use super::markdown::{self, Visitor, escape};
use crate::catalogue::Page as Text;
use crate::content::nearest;
use crate::diagnostics::{Diagnostic, Place, Rule, Span, rules};
use crate::figures::{Figure, FigureTable};
use crate::site::{Model, urls};

/// What a text can refer to.
#[derive(Clone, Copy)]
pub struct ProseContext<'a> {
    /// Records and figures.
    pub model: Model<'a>,
    /// The way to the site's root.
    pub root: &'a str,
    /// Whether the site has a page with that address.
    pub has_page: &'a (dyn Fn(&str) -> bool + Sync),
}

/// A text as HTML.
#[derive(Debug, Serialize)]
pub struct Prose {
    /// The HTML; safe to print as it is.
    pub html: String,
    /// Its second-level headings.
    pub contents: Vec<Heading>,
}

/// A heading of the contents list.
#[derive(Debug, Serialize)]
pub struct Heading {
    /// Its id.
    pub id: String,
    /// Its words.
    pub text: String,
}

/// A text as HTML, and what is wrong with its figures and links.
pub struct Rendered {
    /// The HTML.
    pub prose: Prose,
    /// What is wrong.
    pub problems: Vec<Diagnostic>,
}

/// Renders a chapter or page.
#[must_use]
pub fn render(text: &Text, context: &ProseContext) -> Rendered {
    let mut live =
        Live { text, context: *context, contents: Vec::new(), level: 1, tables: 0, problems: Vec::new() };
    let html = markdown::render(&text.body, &mut live);
    Rendered { prose: Prose { html, contents: live.contents }, problems: live.problems }
}

struct Live<'a> {
    text: &'a Text,
    context: ProseContext<'a>,
    contents: Vec<Heading>,
    level: u8,
    tables: usize,
    problems: Vec<Diagnostic>,
}

/// Rows of a table that a chapter shows; the figure's own page has them all.
const PREVIEW: usize = 10;

/// How a figure is quoted.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Form {
    Value,
    Sentence,
    Table,
}

impl Live<'_> {
    fn report(&mut self, rule: &'static Rule, range: &Range<usize>, message: String, remedy: Option<String>) {
        let at = |byte: usize| self.text.span.start + u32::try_from(byte).unwrap_or_default();
        let place = Place { file: self.text.file, span: Span { start: at(range.start), end: at(range.end) } };
        let mut problem = Diagnostic::new(rule, place, message);
        problem.remedy = remedy;
        self.problems.push(problem);
    }

    fn quote(&mut self, inside: &str, range: &Range<usize>, alone: bool, html: &mut String) {
        let mut words = inside.split_whitespace();
        let id = words.next().unwrap_or_default();
        let form = match (words.next(), words.next()) {
            (None, _) => Some(Form::Value),
            (Some("sentence"), None) => Some(Form::Sentence),
            (Some("table"), None) => Some(Form::Table),
            _ => None,
        };
        let figures = self.context.model.figures;
        let Some(figure) = figures.named(id) else {
            let near = nearest(id, figures.named.iter().map(|figure| figure.id))
                .map(|near| format!("did you mean `{near}`?"));
            return self.report(&rules::UNKNOWN_FIGURE, range, format!("there is no figure `{id}`"), near);
        };
        match (form, &figure.table) {
            (Some(Form::Value), _) => self.link_to(figure, &figure.text, html),
            (Some(Form::Sentence), _) => self.link_to(figure, &figure.sentence, html),
            (Some(Form::Table), Some(table)) if alone => self.table(figure, table, html),
            (Some(Form::Table), Some(_)) => self.report(
                &rules::UNKNOWN_FIGURE,
                range,
                format!("the table of `{id}` stands within a paragraph"),
                Some("put it on a line of its own, with an empty line before and after".to_owned()),
            ),
            (Some(Form::Table), None) => {
                let remedy = Some("quote its value or its sentence".to_owned());
                self.report(&rules::UNKNOWN_FIGURE, range, format!("the figure `{id}` has no table"), remedy);
            }
            (None, _) => {
                let remedy = Some(format!("write {{fig:{id}}}, {{fig:{id} sentence}} or {{fig:{id} table}}"));
                self.report(
                    &rules::UNKNOWN_FIGURE,
                    range,
                    format!("`{inside}` is not a way to quote a figure"),
                    remedy,
                );
            }
        }
    }

    fn link_to(&self, figure: &Figure, words: &str, html: &mut String) {
        let _ = write!(html, "<a class=\"fig\" href=\"{}{}\">", self.context.root, urls::figure(figure.id));
        escape(words, html);
        html.push_str("</a>");
    }

    fn table(&mut self, figure: &Figure, table: &FigureTable, html: &mut String) {
        self.tables += 1;
        let id = format!("table-{}-{}", figure.id, self.tables);
        let _ = write!(
            html,
            "<div class=\"scroll\" role=\"region\" aria-labelledby=\"{id}\" tabindex=\"0\"><table><caption id=\"{id}\"><span class=\"cap\">"
        );
        escape(&table.caption, html);
        let _ = write!(html, "<small><a href=\"{}{}\">", self.context.root, urls::figure(figure.id));
        match table.rows.len() {
            rows if rows > PREVIEW => {
                let _ = write!(html, "The first {PREVIEW} of {rows} rows, and how this is counted");
            }
            _ => html.push_str("How this is counted"),
        }
        html.push_str("<span class=\"vh\">: ");
        escape(&figure.title, html);
        html.push_str("</span></a></small></span></caption><thead><tr>");
        for (index, column) in table.columns.iter().enumerate() {
            let bars = table.rows.iter().any(|row| row.get(index).is_some_and(|cell| cell.bar.is_some()));
            html.push_str(if column.numeric && !bars {
                "<th scope=\"col\" class=\"num\">"
            } else {
                "<th scope=\"col\">"
            });
            escape(&column.title, html);
            html.push_str("</th>");
        }
        html.push_str("</tr></thead><tbody>");
        for row in table.rows.iter().take(PREVIEW) {
            html.push_str("<tr>");
            for (index, (cell, column)) in row.iter().zip(&table.columns).enumerate() {
                let tag = if index == 0 { "th" } else { "td" };
                let class = match (index, cell.bar, column.numeric) {
                    (0, ..) => " scope=\"row\"",
                    (_, Some(_), _) => " class=\"barcell\"",
                    (_, None, true) => " class=\"num\"",
                    _ => "",
                };
                let _ = write!(html, "<{tag}{class}>");
                self.cell(cell, html);
                let _ = write!(html, "</{tag}>");
            }
            html.push_str("</tr>");
        }
        html.push_str("</tbody></table></div>");
    }

    fn cell(&self, cell: &crate::figures::Cell, html: &mut String) {
        match (cell.target, cell.bar) {
            (Some(target), _) => {
                let link = self.context.model.target_link(target, &cell.text);
                let _ = write!(html, "<a href=\"{}{}\">", self.context.root, link.href);
                escape(&link.text, html);
                html.push_str("</a>");
            }
            (None, Some(bar)) => {
                html.push_str("<span class=\"n\">");
                escape(&cell.text, html);
                let _ = write!(
                    html,
                    "</span><svg class=\"bar\" aria-hidden=\"true\"><rect width=\"{bar:.0}%\" height=\"100%\"/></svg>"
                );
            }
            (None, None) => escape(&cell.text, html),
        }
    }
}

impl Visitor for Live<'_> {
    fn text(&mut self, text: &str, range: Range<usize>, alone: bool, html: &mut String) {
        let mut rest = text;
        let mut offset = range.start;
        while let Some((before, after)) = rest.split_once("{fig:") {
            escape(before, html);
            let Some((inside, tail)) = after.split_once('}') else {
                let place = offset + before.len()..range.end;
                let remedy = Some("close it: {fig:ID}".to_owned());
                self.report(
                    &rules::UNKNOWN_FIGURE,
                    &place,
                    "a quoted figure is not closed".to_owned(),
                    remedy,
                );
                escape(&rest[before.len()..], html);
                return;
            };
            let start = offset + before.len();
            let end = start + "{fig:}".len() + inside.len();
            let whole = alone && before.trim().is_empty() && tail.trim().is_empty();
            self.quote(inside, &(start..end.min(range.end)), whole, html);
            offset = end;
            rest = tail;
        }
        escape(rest, html);
    }

    fn link(&mut self, address: &str, range: Range<usize>) -> String {
        let Some(path) = address.strip_prefix('/') else { return address.to_owned() };
        let page = path.split('#').next().unwrap_or_default();
        if !(self.context.has_page)(page) {
            self.report(&rules::UNKNOWN_PAGE, &range, format!("the site has no page {address}"), None);
        }
        format!("{}{path}", self.context.root)
    }

    fn heading(&mut self, level: u8, id: &str, text: &str, range: Range<usize>) {
        if level < 2 || level > self.level + 1 {
            let message = format!("a heading of level {level} stands below one of level {}", self.level);
            self.report(&rules::HEADING, &range, message, None);
        }
        self.level = level;
        if level == 2 {
            self.contents.push(Heading { id: id.to_owned(), text: text.to_owned() });
        }
    }
}
