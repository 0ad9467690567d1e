//! The file and its syntax: `CT0xx`.

use super::rules;

rules! {
    /// A file that is not text in UTF-8.
    NOT_UTF8 = "CT001" Error: "Records are read as UTF-8 text, so that names keep their accents everywhere",
        "save the file again with the encoding UTF-8",
        wrong "name: Caf? (saved as Windows-1252)",
        right "name: Café";
    /// Spaces or punctuation with which a record can't be read (it is not YAML).
    SYNTAX = "CT002" Error: "The file can't be read past this place, so what follows it is not checked yet",
        "compare the spaces at the beginning of the line, and its punctuation, with a record that works",
        wrong "name: Housing: repairs",
        right "name: \"Housing: repairs\"";
    /// A file without content.
    EMPTY = "CT003" Error: "An empty file has no record in it",
        "fill it in, or delete the file",
        wrong "# to be filled in",
        right "name: Alder\nservices: [payroll]";
    /// A file that is larger than any record.
    TOO_LARGE = "CT004" Error: "A record is a few kilobytes; a file this large is a mistake or an attack",
        "split the file, or remove what does not belong to the record",
        wrong "a file of 5 megabytes",
        right "a file with one record";
    /// YAML's anchors, aliases and tags.
    ANCHOR = "CT005" Error: "Records are read by people and simple tools, so YAML's anchors, aliases and tags are not used",
        "write the value out",
        wrong "sources: &same\n  - url: https://example.org/minutes",
        right "sources:\n  - url: https://example.org/minutes";
    /// A file that has no place in the content folder.
    STRAY_FILE = "CT006" Error: "A file that the program does not know would be left out without a word",
        "move it where content/README.md says, or delete it",
        wrong "content/notes.docx",
        right "content/pages/about.md";
    /// A file name that can't be an id.
    BAD_ID = "CT007" Error: "A file's name is the record's id and part of its address",
        "use a to z, 0 to 9 and single hyphens, at most 64 characters, and end with .yaml or .md",
        wrong "systems/Housing System_2.yaml",
        right "systems/housing-system-2.yaml";
    /// A chapter or page without its head.
    FRONT_MATTER = "CT008" Error: "A chapter or page opens with its title and description between two lines of ---",
        "begin the file with --- on a line, then title: and description:, then --- on a line",
        wrong "## What it costs\n\nMuch.",
        right "---\ntitle: What it costs\ndescription: What contracts cost a year.\n---\n\n## Much";
    /// A file that every region needs.
    MISSING_FILE = "CT009" Error: "Every region has this file; records refer to it",
        "add the file",
        wrong "no content/services.yaml",
        right "content/services.yaml";
    /// A frozen release that can't be read.
    RELEASE = "CT010" Error: "A release is the site's memory of a day: `citytools release` writes it as releases/<date>.json, and nobody changes it afterwards",
        "bring the file back as it was written, or delete it",
        wrong "releases/spring.json",
        right "releases/2027-03-31.json, as `citytools release` wrote it";
    /// A record or a chapter that is still as `citytools new` began it.
    AS_BEGUN = "CT011" Warning: "What `citytools new` writes is a form to fill in, so readers learn nothing from it yet",
        "fill it in, or delete the file",
        wrong "title: Parks\ndescription: \"What this chapter says: Parks.\"",
        right "title: Parks\ndescription: Who looks after the parks, and with which systems.";
    /// A file with more problems than anybody reads.
    MORE_PROBLEMS = "CT012" Error: "A file with hundreds of problems has one cause, or is none of this region's; the first ones are told",
        "mend what is told, and check again",
        wrong "a record with 5,000 unknown keys",
        right "a record with the keys that content/README.md shows";
    /// Records of another form than this program's.
    VERSION = "CT013" Error: "Records of another form could be read wrongly, so none of them is read",
        "get the program that fits, or run `citytools migrate`",
        wrong "schema_version: 99",
        right "schema_version: 1";
    /// Records that name no form.
    VERSION_MISSING = "CT014" Advice: "A later program can tell by its number what to change in records; without one they count as the first form",
        "run `citytools migrate`, which adds it, or write it at the top of site.yaml",
        wrong "title: City Tools",
        right "schema_version: 1\ntitle: City Tools";
    /// A record or a chapter whose page would be too heavy.
    HEAVY_PAGE = "CT015" Error: "A page of more than 500 kB keeps readers on slow lines waiting, so a site that has one is not published",
        "say it in fewer words, with fewer sources and tables, or make several of it",
        wrong "a record with a thousand sources, or a chapter with a thousand tables",
        right "the sources that readers need, and a chapter for each question";
}
