//! The report, as its readers and editors meet it.

use crate::support::{self, Element, Node, Region, Result};

const CHAPTER: &str = "report/01-at-a-glance.md";
const MILL: &str = "boroughs/mill-and-mere.yaml";
const SPRING: &str = "2026-03-31";

fn linked<'a>(page: &'a Element, class: &str) -> Vec<&'a Element> {
    page.all("a").into_iter().filter(|link| link.has_class(class)).collect()
}

#[test]
fn a_quoted_sentence_reads_as_text_with_a_small_link_to_its_figure() -> Result {
    let site = Region::harbourside()?.site()?;
    let chapter = &site.page("report/at-a-glance/")?.html;
    let paragraphs = chapter.all("p");
    let quoted = paragraphs.iter().find(|p| p.text().starts_with("The end is known for"));
    let quoted = quoted.ok_or("the chapter quotes a sentence")?;
    let Some(Node::Text(words)) = quoted.children.first() else {
        return Err("the sentence is a link".into());
    };
    assert!(words.trim_end().ends_with('.'), "{words}");
    let links = quoted.all("a");
    assert_eq!(links.len(), 1);
    let title = site.page("figures/contracts-with-end/")?.html.all("h1")[0].text();
    assert_eq!(links[0].text(), format!("figure: {title}"));
    assert_eq!(links[0].get("href"), Some("../../figures/contracts-with-end/"));

    // A number is its own link.
    let numbers: Vec<_> = linked(chapter, "fig").iter().map(|link| link.text()).collect();
    assert_eq!(numbers.len(), 2, "{numbers:?}");
    assert!(numbers.iter().all(|number| number.parse::<usize>().is_ok()), "{numbers:?}");
    Ok(())
}

#[test]
fn a_baseline_stays_what_it_was() -> Result {
    let region = Region::harbourside()?;
    region.run(["release", "--as-of", SPRING])?.expect(0)?;
    region
        .append(CHAPTER, "\nThen {fig:contracts-with-end at 2026-03-31}, now {fig:contracts-with-end}.\n")?;
    let then_and_now = || -> Result<(String, String)> {
        let site = region.site()?;
        let numbers = linked(&site.page("report/at-a-glance/")?.html, "fig")
            .iter()
            .map(|link| link.text())
            .collect::<Vec<_>>();
        let [.., then, now] = &numbers[..] else { return Err("two numbers".into()) };
        Ok((then.clone(), now.clone()))
    };
    let (before, _) = then_and_now()?;
    region.replace(MILL, "    end: 2027-06-30\n", "")?;
    let (after, now) = then_and_now()?;
    assert_eq!(before, after);
    assert_ne!(after, now);
    Ok(())
}

#[test]
fn a_baseline_needs_the_release_of_its_day() -> Result {
    let region = Region::harbourside()?;
    region.append(CHAPTER, "\nThen {fig:contracts-with-end at 2026-03-31}.\n")?;
    let problems = region.check()?.expect(1)?.problems();
    let problem = problems.iter().find(|problem| problem.code == "CT503").ok_or("the quote is an error")?;
    assert_eq!(problem.message, "there is no release of 2026-03-31");
    assert!(problem.remedy.contains("citytools release"), "{}", problem.remedy);

    // On the day itself nothing is frozen yet: the number of today is the number of that day.
    region.run(["check", "--as-of", SPRING])?.expect(0)?;
    region.run(["release", "--as-of", SPRING])?.expect(0)?;
    region.check()?.expect(0)?;
    Ok(())
}

#[test]
fn a_day_frees_its_own_sentence_from_quoting_a_figure() -> Result {
    let region = Region::harbourside()?;
    region.append(CHAPTER, "\nOn 25 November 2026 there were 16 deployments.\n")?;
    region.check()?.expect(0)?;
    region.append(CHAPTER, "\nThere are 16 deployments.\n")?;
    let problems = region.check()?.expect(1)?.problems();
    assert_eq!(problems.iter().filter(|problem| problem.code == "CT507").count(), 1, "{problems:?}");
    Ok(())
}

#[test]
fn a_source_frees_the_number_that_it_belongs_to_and_not_its_neighbours() -> Result {
    let region = Region::harbourside()?;
    let text = region.read(CHAPTER)?;
    let found = |words: &str| -> Result<Vec<String>> {
        region.write(CHAPTER, format!("{text}\n{words}\n"))?;
        let problems = support::Outcome::problems(&region.check()?);
        let typed = problems.into_iter().filter(|problem| problem.code == "CT507");
        Ok(typed.map(|problem| problem.message).collect())
    };
    for sourced in [
        "In 2019 a survey counted 809 systems.[^1]",
        "A survey counted 809 systems and 31 suppliers, and nobody has counted again.[^1]",
        "The [survey](https://count.example/) named a third of the systems.",
    ] {
        assert_eq!(found(sourced)?, Vec::<String>::new(), "{sourced}");
    }
    for (mixed, typed) in [
        ("A survey counted 809 systems,[^1] and today 16 deployments are known.", "16 deployments"),
        ("On 25 November 2026 there were 9 cases; there are 14 cases now.", "14 cases"),
        ("More than half of the systems are known.", "More than half of the systems"),
        ("Two thirds of the towns agree.", "Two thirds of the towns"),
        ("One in four towns agrees.", "One in four"),
    ] {
        assert_eq!(found(mixed)?, [format!("`{typed}` is typed by hand")], "{mixed}");
    }
    Ok(())
}

#[test]
fn the_contents_stand_before_the_text_that_they_list() -> Result {
    let site = Region::harbourside()?.site()?;
    let chapter = &site.page("report/at-a-glance/")?.html;
    let headings: Vec<_> = chapter.all("h2").iter().map(|heading| heading.text()).collect();
    let place = |words: &str| headings.iter().position(|heading| heading == words);
    assert!(place("In this chapter") < place("What is recorded"), "{headings:?}");
    assert!(place("In this chapter").is_some());
    Ok(())
}

/// The site is built again every night, whoever edits or not: no text may break because a day has passed.
#[test]
fn the_real_records_can_be_published_on_any_later_day() -> Result {
    let content = concat!(env!("CARGO_MANIFEST_DIR"), "/content");
    for day in ["2026-11-27", "2026-12-26", "2027-03-01", "2027-11-26", "2028-02-29", "2030-01-01"] {
        let checked =
            support::Outcome::of(support::program().args(["check", "--as-of", day, "--content", content]))?;
        assert_eq!(checked.code, Some(0), "{day}: {}", checked.stderr);
    }
    Ok(())
}

#[test]
fn an_editors_words_tell_the_number_that_they_rest_on_and_no_other() -> Result {
    let region = Region::harbourside()?;
    let figure: serde_json::Value =
        serde_json::from_slice(&region.site()?.files["api/v1/figures/deployments-recorded.json"])?;
    let number = figure["text"].as_str().ok_or("a number")?;
    let chapter = "report/01-at-a-glance.md";
    let text = region.read(chapter)?;
    let told = |words: &str| -> Result<support::Outcome> {
        let quote = format!("{{fig:deployments-recorded is {number}: {words}}}");
        region.write(chapter, text.replace("{fig:lifecycle-mix table}", &format!("There are {quote}.")))?;
        region.check()
    };
    told("many records")?.expect(0)?;
    told(&format!("{number} records"))?.expect(0)?;
    let other = told("ninety-nine records")?.expect(1)?;
    assert!(other.stderr.contains(&format!("these words rest on {number} and tell 99")), "{}", other.stderr);
    Ok(())
}
