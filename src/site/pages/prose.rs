//! The report's contents and chapters, pages of prose, and the page for addresses that do not exist.

use serde::Serialize;

use super::{View, crumb};
use crate::catalogue::Chapter;
use crate::figures::Figure;
use crate::site::basis::BasisView;
use crate::site::parts::Link;
use crate::site::{Model, Page, Section, Words, urls};

/// The report's contents, or a part of the whole of it.
#[derive(Debug, Serialize)]
pub struct ReportView {
    whole: &'static str,
    /// How many parts the whole has, where it is too long for one page.
    parts: Option<String>,
    chapters: Vec<ChapterEntry>,
    /// The parts before and after.
    previous: Option<Link>,
    next: Option<Link>,
}

#[derive(Debug, Serialize)]
struct ChapterEntry {
    link: Link,
    description: String,
}

/// A chapter or a page of prose.
#[derive(Debug, Serialize)]
pub struct ProseView {
    title: String,
    description: String,
    /// The number of a chapter.
    number: Option<u16>,
    /// Definitions of every figure, on the method page.
    figures: Vec<Definition>,
    previous: Option<Link>,
    next: Option<Link>,
}

#[derive(Debug, Serialize)]
struct Definition {
    id: &'static str,
    title: String,
    meaning: String,
    formula: String,
    text: String,
    sentence: String,
    basis: BasisView,
}

/// The page that lists the definitions of all figures.
const METHOD: &str = "method";

pub(in crate::site) fn plan(model: Model) -> Vec<Page> {
    let c = model.catalogue;
    let mut pages = Vec::new();
    if !c.chapters.is_empty() {
        pages.push(report(model));
        pages.extend(whole(model));
    }
    pages.extend(c.chapters.iter().enumerate().map(|(index, chapter)| Page {
        path: urls::chapter(chapter),
        template: "chapter.html",
        title: chapter.page.title.clone(),
        description: chapter.page.description.clone(),
        section: Some(Section::Report),
        crumbs: vec![crumb(say!("Report"), "report/")],
        origin: Some(&chapter.page.origin),
        text: Some(Words::One(&chapter.page)),
        view: Box::new(move || View::Prose(Box::new(chapter_view(model, index)))),
    }));
    pages.extend(c.pages.iter().map(|page| Page {
        path: format!("{}/", page.slug),
        template: if page.slug == METHOD { "method.html" } else { "prose.html" },
        title: page.title.clone(),
        description: page.description.clone(),
        section: Some(Section::About),
        crumbs: Vec::new(),
        origin: Some(&page.origin),
        text: Some(Words::One(page)),
        view: Box::new(move || {
            let figures = if page.slug == METHOD { definitions(model) } else { Vec::new() };
            View::Prose(Box::new(ProseView {
                title: page.title.clone(),
                description: page.description.clone(),
                number: None,
                figures,
                previous: None,
                next: None,
            }))
        }),
    }));
    pages.push(not_found(model));
    pages
}

fn report(model: Model) -> Page {
    let c = model.catalogue;
    Page {
        path: "report/".to_owned(),
        template: "report.html",
        title: say!("Report").to_owned(),
        description: say!(
            "What the records say about the technology of the {} of {}, chapter by chapter.",
            c.site.words.many,
            c.site.region
        ),
        section: Some(Section::Report),
        crumbs: Vec::new(),
        origin: None,
        text: None,
        view: Box::new(move || View::Report(Box::new(report_view(model)))),
    }
}

/// What a table or chart of a figure weighs on a page, in bytes, and what a byte of other text does.
const BLOCK: usize = 8_000;
const TEXT: usize = 2;

/// So much of chapters stands on one page.
const MOST_OF_WHOLE: usize = 400_000;

/// All chapters, in as few parts as pages have room for; nearly every report has one.
fn parts(chapters: &[Chapter]) -> Vec<&[Chapter]> {
    let blocks = |body: &str| body.matches(" table}").count() + body.matches(" chart}").count();
    let weight = |chapter: &Chapter| TEXT * chapter.page.body.len() + BLOCK * blocks(&chapter.page.body);
    let (mut parts, mut start, mut filled) = (Vec::new(), 0, 0);
    for (index, chapter) in chapters.iter().enumerate() {
        if index > start && filled + weight(chapter) > MOST_OF_WHOLE {
            parts.push(&chapters[start..index]);
            (start, filled) = (index, 0);
        }
        filled += weight(chapter);
    }
    parts.push(&chapters[start..]);
    parts
}

fn whole(model: Model<'_>) -> Vec<Page<'_>> {
    let parts = parts(&model.catalogue.chapters);
    let count = parts.len();
    parts.into_iter().zip(1..).map(|(chapters, number)| part(model, chapters, number, count)).collect()
}

fn part<'a>(model: Model<'a>, chapters: &'a [Chapter], number: usize, count: usize) -> Page<'a> {
    let site = &model.catalogue.site;
    let of = |chapter: Option<&Chapter>| chapter.map_or(0, |chapter| chapter.number);
    let near = move |number: usize| {
        (1..=count)
            .contains(&number)
            .then(|| Link::new(urls::whole_report(number), part_title(number, count)))
    };
    Page {
        path: urls::whole_report(number),
        template: "whole-report.html",
        title: part_title(number, count),
        description: if count == 1 {
            say!(
                "Every chapter about the technology of the {} of {}, to read, search or print in one piece.",
                site.words.many,
                site.region
            )
        } else {
            say!(
                "Chapters {} to {} about the technology of the {} of {}, to read, search or print in one piece.",
                of(chapters.first()),
                of(chapters.last()),
                site.words.many,
                site.region
            )
        },
        section: Some(Section::Report),
        crumbs: vec![crumb(say!("Report"), "report/")],
        origin: None,
        text: Some(Words::Chapters(chapters)),
        view: Box::new(move || {
            let (previous, next) = (near(number - 1), near(number + 1));
            View::Report(Box::new(ReportView { previous, next, ..report_view(model) }))
        }),
    }
}

fn part_title(number: usize, count: usize) -> String {
    match count {
        1 => say!("The whole report on one page").to_owned(),
        count => say!("The whole report, part {number} of {count}"; number, count),
    }
}

fn report_view(model: Model) -> ReportView {
    let entry = |chapter: &Chapter| ChapterEntry {
        link: Link::new(urls::chapter(chapter), &chapter.page.title),
        description: chapter.page.description.clone(),
    };
    let chapters = &model.catalogue.chapters;
    let parts = parts(chapters).len();
    ReportView {
        whole: urls::WHOLE_REPORT,
        parts: (parts > 1).then(|| model.format().count(parts)),
        chapters: chapters.iter().map(entry).collect(),
        previous: None,
        next: None,
    }
}

fn not_found(model: Model) -> Page {
    Page {
        path: "404.html".to_owned(),
        template: "404.html",
        title: say!("Page not found").to_owned(),
        description: say!("There is no page at this address of {}.", model.catalogue.site.title),
        section: None,
        crumbs: Vec::new(),
        origin: None,
        text: None,
        view: Box::new(|| View::None(())),
    }
}

fn chapter_view(model: Model, index: usize) -> ProseView {
    let chapters = &model.catalogue.chapters;
    let link = |index: usize| {
        chapters.get(index).map(|chapter| Link::new(urls::chapter(chapter), &chapter.page.title))
    };
    let chapter = &chapters[index];
    ProseView {
        title: chapter.page.title.clone(),
        description: chapter.page.description.clone(),
        number: Some(chapter.number),
        figures: Vec::new(),
        previous: index.checked_sub(1).and_then(link),
        next: link(index + 1),
    }
}

fn definitions(model: Model) -> Vec<Definition> {
    let definition = |figure: &Figure| Definition {
        id: figure.id,
        title: figure.title.clone(),
        meaning: figure.definition.clone(),
        formula: figure.formula.clone(),
        text: figure.text.clone(),
        sentence: figure.sentence.clone(),
        basis: model.basis(figure),
    };
    model.figures.named.iter().map(definition).collect()
}
