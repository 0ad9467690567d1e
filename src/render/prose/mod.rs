//! Chapters and pages: Markdown in which figures are quoted by id.
//!
//! `{fig:ID}` is the figure's value, `{fig:ID sentence}` its sentence, `{fig:ID at 2026-03-31}` its value in the release of
//! that day; `{fig:ID table}` and `{fig:ID chart}`, each in a paragraph of its own, its rows. `{fig:ID else Words.}` says
//! what to print while the figure is withheld. In place of the id `{fig:ID/KEY}` quotes one row, by the ids of what it
//! names: `{fig:shares-by-system/finance/oracle-erp sentence}`. `{fig:ID is 7: Seven boroughs}` prints words of the editor's own
//! as long as the number is still that one, `{fig:ID target 9}` a number that is wished for. A link that begins with `/` leads to a page of this site.

mod quote;
mod typed;

use std::fmt::Write as _;
use std::ops::Range;

use jiff::civil::Date as Day;
use serde::Serialize;

use self::quote::{Form, Quote};
use super::markdown::{self, Outline, Visitor, escape};
use super::theme::ThemeError;
use crate::catalogue::{Chapter, Page as Text};
use crate::content::Guesses;
use crate::diagnostics::{Diagnostic, Place, Rule, Span, rules};
use crate::figures::{Figure, Value};
use crate::site::chart::{ChartView, chart};
use crate::site::figure_table::{TableView, preview};
use crate::site::{Model, urls};

/// What a text can refer to, and where it stands.
#[derive(Clone, Copy)]
pub struct ProseContext<'a> {
    /// Records and figures.
    pub model: Model<'a>,
    /// The way to the site's root.
    pub root: &'a str,
    /// Whether the site has a page with that address.
    pub has_page: &'a (dyn Fn(&str) -> bool + Sync),
    /// Draws tables and charts with the theme; without it a text is only judged.
    pub draw: Option<&'a Draw<'a>>,
    /// The chapter that the text is, among others on one page.
    pub among: Option<&'a Chapter>,
    /// All chapters of that page.
    pub chapters: &'a [Chapter],
}

/// Draws a block with a theme.
pub type Draw<'a> = dyn Fn(&Block) -> Result<String, ThemeError> + 'a;

/// A figure in a paragraph of its own.
#[derive(Debug, Serialize)]
pub struct Block {
    table: Option<TableView>,
    chart: Option<ChartView>,
    /// Tells it from the same block of another chapter on the same page.
    of: String,
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
    /// Why the theme can't draw a block.
    pub broken: Option<ThemeError>,
}

/// Renders a chapter or page.
#[must_use]
pub fn render(text: &Text, context: &ProseContext) -> Rendered {
    let catalogue = context.model.catalogue;
    let mut live = Live {
        text,
        context: *context,
        contents: Vec::new(),
        level: 1,
        blocks: 0,
        problems: Vec::new(),
        broken: None,
        guesses: Guesses::share(catalogue.chapters.len() + catalogue.pages.len()),
    };
    let outline = match context.among {
        Some(chapter) => Outline {
            prefix: urls::within_chapter(chapter),
            deeper: 1,
            of: format!(" of chapter {}", chapter.number),
        },
        None => Outline::default(),
    };
    let html = markdown::render(&text.body, &outline, &mut live);
    Rendered { prose: Prose { html, contents: live.contents }, problems: live.problems, broken: live.broken }
}

/// What is wrong with a text's figures, numbers and links.
#[must_use]
pub fn problems(text: &Text, context: &ProseContext) -> Vec<Diagnostic> {
    let mut problems = render(text, context).problems;
    let site = &context.model.catalogue.site;
    let own_words = [site.words.one.as_str(), site.words.many.as_str()];
    let provided = typed::provided(context.model);
    // YAML may fold a description, so the whole of it is pointed to.
    let described = typed::typed(&text.description, &provided, &own_words)
        .into_iter()
        .map(|typed| (Place { file: text.file, span: text.description_span }, typed));
    let written = typed::typed(&text.body, &provided, &own_words)
        .into_iter()
        .map(|typed| (place(text, &typed.range), typed));
    for (place, typed) in described.chain(written) {
        let message = format!("`{}` is typed by hand", typed.words);
        let quote = match typed.figure {
            Some(id) => format!("quote the figure: {{fig:{id}}}"),
            None => "quote a figure (the page /figures/ lists them)".to_owned(),
        };
        let remedy = format!(
            "{quote}; if it is another number, name its source, or the day for which it holds, right beside it"
        );
        problems.push(Diagnostic::new(&rules::TYPED_NUMBER, place, message).remedy(remedy));
    }
    problems
}

/// Bytes of a text's Markdown in its file.
fn place(text: &Text, range: &Range<usize>) -> Place {
    let at = |byte: usize| text.span.start + u32::try_from(byte).unwrap_or_default();
    Place { file: text.file, span: Span { start: at(range.start), end: at(range.end) } }
}

struct Live<'a> {
    text: &'a Text,
    context: ProseContext<'a>,
    contents: Vec<Heading>,
    level: u8,
    blocks: usize,
    problems: Vec<Diagnostic>,
    broken: Option<ThemeError>,
    guesses: Guesses,
}

/// Rows of a table that a chapter shows; the figure's own page has them all.
const PREVIEW: usize = 10;

impl Live<'_> {
    fn report(&mut self, rule: &'static Rule, range: &Range<usize>, message: String, remedy: Option<String>) {
        let mut problem = Diagnostic::new(rule, place(self.text, range), message);
        problem.remedy = remedy;
        self.problems.push(problem);
    }

    fn quote(&mut self, inside: &str, range: &Range<usize>, alone: bool, html: &mut String) {
        let quote = Quote::parse(inside);
        // `ID/KEY` is one row of a figure.
        let (id, row) = match quote.id.split_once('/') {
            Some((id, row)) => (id, Some(row)),
            None => (quote.id, None),
        };
        let figures = self.context.model.figures;
        let Some(figure) = figures.named(id) else {
            let near = self
                .guesses
                .nearest(id, figures.named.iter().map(|figure| figure.id))
                .map(|near| format!("did you mean `{near}`?"));
            return self.report(&rules::UNKNOWN_FIGURE, range, format!("there is no figure `{id}`"), near);
        };
        let Some(form) = quote.form else {
            let remedy = format!(
                "write {{fig:{id}}}, {{fig:{id} sentence}}, {{fig:{id} table}}, {{fig:{id} chart}}, {{fig:{id} at 2026-03-31}}, {{fig:{id} is 7: Seven of them}} or {{fig:{id} target 9}}"
            );
            let message = format!("`{inside}` is not a way to quote a figure");
            return self.report(&rules::UNKNOWN_FIGURE, range, message, Some(remedy));
        };
        if let Some(row) = row {
            return self.quote_row(figure, row, &quote, range, html);
        }
        match form {
            Form::Is { number, words } => {
                let now = (figure.value != Value::Withheld).then_some(figure.text.as_str());
                return self.still(figure, now, number, words, range, html);
            }
            Form::Target(words) => return escape(words, html),
            _ => {}
        }
        if form.is_block() {
            return self.quote_rows(figure, form, range, alone, html);
        }
        let text = match form {
            Form::Frozen(day) => match self.frozen(figure, day) {
                Ok(text) => text,
                Err(message) => {
                    let remedy =
                        "quote the day of a release in content/releases; `citytools release` freezes one"
                            .to_owned();
                    return self.report(&rules::UNKNOWN_FIGURE, range, message, Some(remedy));
                }
            },
            Form::Sentence if figure.explained => Some(figure.sentence.as_str()),
            _ if figure.value == Value::Withheld => None,
            Form::Sentence => Some(figure.sentence.as_str()),
            _ => Some(figure.text.as_str()),
        };
        match (text, quote.fallback) {
            (Some(words), _) if form == Form::Sentence => self.say(figure, words, html),
            (Some(number), _) => self.link_to(figure, number, html),
            (None, Some(fallback)) => self.say(figure, fallback, html),
            (None, None) => {
                let form = if form == Form::Sentence { " sentence" } else { "" };
                let remedy =
                    format!("say what to print meanwhile: {{fig:{id}{form} else Too little is known yet.}}");
                let reason = figure.withheld.as_deref().unwrap_or("it rests on too few records");
                let message = format!("the figure `{id}` is withheld, because {reason}");
                self.report(&rules::WITHHELD_FIGURE, range, message, Some(remedy));
            }
        }
    }

    /// The number in the release of that day, none where it was withheld. Until that day is past there is no release of
    /// it, and the number of today stands in.
    fn frozen<'b>(&'b self, figure: &'b Figure, day: Day) -> Result<Option<&'b str>, String> {
        let catalogue = self.context.model.catalogue;
        let Some(release) = catalogue.releases.iter().find(|release| release.date == day) else {
            return if day < catalogue.as_of {
                Err(format!("there is no release of {day}"))
            } else {
                Ok((figure.value != Value::Withheld).then_some(figure.text.as_str()))
            };
        };
        match release.figure(figure.id) {
            Some(then) => Ok(then.value.map(|_| then.text.as_str())),
            None => Err(format!("the release of {day} has no figure `{}`", figure.id)),
        }
    }

    /// The number or the sentence of one row.
    fn quote_row(
        &mut self,
        figure: &Figure,
        key: &str,
        quote: &Quote,
        range: &Range<usize>,
        html: &mut String,
    ) {
        let (id, quotes) = (figure.id, &figure.table.quotes);
        let model = self.context.model;
        let number = figure.table.number_of(key, model.figures, model.catalogue);
        match (quote.form, number.as_deref()) {
            (Some(Form::Value), Some(number)) => return self.link_to(figure, number, html),
            (Some(Form::Is { number: was, words }), Some(_)) => {
                return self.still(figure, number.as_deref(), was, words, range, html);
            }
            _ => {}
        }
        let Some(row) = quotes.iter().find(|row| row.key == key) else {
            let near = self.guesses.nearest(key, quotes.iter().map(|row| row.key.as_str()));
            let remedy = near.map(|near| format!("did you mean `{id}/{near}`?"));
            let message = format!("the figure `{id}` has no row `{key}` that can be quoted");
            return self.report(&rules::UNKNOWN_FIGURE, range, message, remedy);
        };
        if let Some(Form::Is { number, words }) = quote.form {
            return self.still(figure, row.text.as_deref(), number, words, range, html);
        }
        match (quote.form, row.text.as_deref(), quote.fallback) {
            (Some(Form::Sentence), ..) => self.say(figure, &row.sentence, html),
            (Some(Form::Value), Some(number), _) => self.link_to(figure, number, html),
            (Some(Form::Value), None, Some(fallback)) => self.say(figure, fallback, html),
            (Some(Form::Value), None, None) => {
                let remedy =
                    format!("say what to print meanwhile: {{fig:{id}/{key} else Too little is known yet.}}");
                let message =
                    format!("the row `{key}` of `{id}` is withheld, because it rests on too few records");
                self.report(&rules::WITHHELD_FIGURE, range, message, Some(remedy));
            }
            _ => {
                let message = format!("one row of `{id}` has a value and a sentence, and nothing else");
                let remedy = "quote its value or its sentence".to_owned();
                self.report(&rules::UNKNOWN_FIGURE, range, message, Some(remedy));
            }
        }
    }

    /// The editor's own words, as long as they rest on the number of today.
    fn still(
        &mut self,
        figure: &Figure,
        now: Option<&str>,
        number: &str,
        words: &str,
        range: &Range<usize>,
        html: &mut String,
    ) {
        // Words that tell another number than the one they rest on are stale from the start.
        if let Some(other) = typed::told(words).iter().find(|told| *told != number) {
            let message = format!("these words rest on {number} and tell {other}");
            return self.report(&rules::WORDS_LEFT_BEHIND, range, message, None);
        }
        if now == Some(number) {
            return self.link_to(figure, words, html);
        }
        let now = now.unwrap_or("withheld");
        let message = format!("these words rest on {number}, and `{}` is {now}", figure.id);
        self.report(&rules::WORDS_LEFT_BEHIND, range, message, None);
    }

    fn quote_rows(
        &mut self,
        figure: &Figure,
        form: Form<'_>,
        range: &Range<usize>,
        alone: bool,
        html: &mut String,
    ) {
        let (id, word) = (figure.id, form.word());
        if form == Form::Chart && figure.table.chart.is_none() {
            let remedy = "quote its table, its value or its sentence";
            let message = format!("the figure `{id}` has no {word}");
            return self.report(&rules::UNKNOWN_FIGURE, range, message, Some(remedy.to_owned()));
        }
        if !alone {
            let remedy = "put it on a line of its own, with an empty line before and after".to_owned();
            let message = format!("the {word} of `{id}` stands within a paragraph");
            return self.report(&rules::UNKNOWN_FIGURE, range, message, Some(remedy));
        }
        self.block(figure, form, html);
    }

    /// A number leads to its figure.
    fn link_to(&self, figure: &Figure, number: &str, html: &mut String) {
        let _ = write!(html, "<a class=\"fig\" href=\"{}{}\">", self.context.root, urls::figure(figure.id));
        escape(number, html);
        html.push_str("</a>");
    }

    /// A sentence reads like the editor's own, with a small link to its figure after it.
    fn say(&self, figure: &Figure, words: &str, html: &mut String) {
        escape(words, html);
        let (root, href) = (self.context.root, urls::figure(figure.id));
        let _ = write!(html, " <a class=\"of-fig\" href=\"{root}{href}\">figure<span class=\"vh\">: ");
        escape(&figure.title, html);
        html.push_str("</span></a>");
    }

    /// Without rows the sentence says why.
    fn block(&mut self, figure: &Figure, form: Form<'_>, html: &mut String) {
        let data = &figure.table;
        if data.rows.is_empty() {
            return self.say(figure, &figure.sentence, html);
        }
        let Some(draw) = self.context.draw else { return };
        self.blocks += 1;
        // No heading has two hyphens.
        let model = self.context.model;
        let prefix = self.context.among.map(urls::within_chapter).unwrap_or_default();
        let id = format!("{prefix}{}--{}-{}", form.word(), figure.id, self.blocks);
        let block = if form == Form::Chart {
            Block { chart: chart(model, figure, id), table: None, of: self.of() }
        } else {
            let rows: Vec<_> = model.rows(data).take(PREVIEW).collect();
            Block { table: Some(preview(model, figure, data, id, &rows)), chart: None, of: self.of() }
        };
        match draw(&block) {
            Ok(drawn) => html.push_str(drawn.trim()),
            Err(error) => self.broken = Some(error),
        }
    }

    fn of(&self) -> String {
        self.context.among.map(|chapter| format!("chapter {}", chapter.number)).unwrap_or_default()
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
        // A reference to another chapter of the same page stays on it.
        let mut chapters = self.context.chapters.iter();
        if let Some(chapter) = chapters.find(|chapter| urls::chapter(chapter) == path) {
            return format!("#{}", urls::chapter_place(chapter));
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
