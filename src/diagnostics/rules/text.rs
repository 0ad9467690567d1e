//! Text: `CT5xx`.

use super::rules;

rules! {
    /// HTML in text.
    RAW_HTML = "CT501" Error: "Raw HTML could carry a script to readers, so text is plain Markdown",
        "write it in Markdown",
        wrong "notes: Would <b>share</b> it.",
        right "notes: Would **share** it.";
    /// A link that runs something.
    UNSAFE_LINK = "CT502" Error: "Links go to pages: https:, http:, mailto: or an address of this site",
        "use the page's own address",
        wrong "[the minutes](javascript:open())",
        right "[the minutes](https://example.org/minutes)";
    /// A figure that nobody computes.
    UNKNOWN_FIGURE = "CT503" Error: "Text quotes figures by id, so that numbers can't drift from the records",
        "correct the id; the method page lists every figure",
        wrong "{fig:contract-running}",
        right "{fig:contracts-running}";
    /// A link within the site that leads nowhere.
    UNKNOWN_PAGE = "CT504" Error: "The link leads to a page that this site does not have",
        "correct the address, from the site's root with a slash at both ends",
        wrong "[contracts](/contract/)",
        right "[contracts](/contracts/)";
    /// A heading that breaks the outline.
    HEADING = "CT505" Error: "The page's title is its only first-level heading, and levels are not skipped, so that screen readers can navigate",
        "begin with ##, and go one level deeper at a time",
        wrong "# A second title",
        right "## A section";
    /// A note that is more than paragraphs.
    NOTE_BLOCK = "CT506" Error: "A note stands within a row of a table, where headings, tables and footnotes have no place",
        "write it as plain paragraphs",
        wrong "notes: |\n  # Would share it",
        right "notes: Would share it.";
    /// A number that a figure provides.
    TYPED_NUMBER = "CT507" Error: "A number that is typed stays behind when the records move, so text quotes the figure; a number whose part of the sentence names its own source or the day for which it holds is somebody else's, and may be typed",
        "quote the figure: {fig:ID}",
        wrong "There are 16 deployments.",
        right "There are {fig:deployments-recorded} deployments.";
    /// A figure that has no number for now.
    WITHHELD_FIGURE = "CT508" Error: "A share of a few records would change with each one, so it is not printed and the text needs other words",
        "say what to print meanwhile: {fig:ID else Too little is known yet.}",
        wrong "{fig:sme-share}",
        right "{fig:sme-share else Too little is known yet.}";
    /// Words that rest on a number which has moved.
    WORDS_LEFT_BEHIND = "CT509" Error: "The editor's words say what a figure said when they were written, and it says something else now",
        "read the sentence again, and write what holds now with the number that it rests on",
        wrong "{fig:systems-by-reach/alder is 7: Seven of them}  (it is 8 now)",
        right "{fig:systems-by-reach/alder is 8: Eight of them}";
    /// A text that no browser shows well.
    TEXT_TOO_MUCH = "CT510" Error: "Lists and quotes many levels deep, or tens of thousands of parts on a page, are a mistake or an attack: browsers give up on them",
        "take the levels out, or make several chapters of it",
        wrong "> > > > > > > > > > > > > > > > > > > > > > > > > who said this?",
        right "> who said this?";
    /// Words for a text that the interface does not have.
    UNKNOWN_WORDS = "CT511" Warning: "Words are found by the English text that they stand for, and the interface says no such text",
        "write the English text as `citytools words` prints it",
        wrong "texts:\n  Systems on recrod: Software on record",
        right "texts:\n  Systems on record: Software on record";
    /// Words that leave out what the program puts in, or ask for more.
    WORDS_PLACES = "CT512" Error: "What stands in braces, and `<1>` with `</1>`, is put in by the program: words that leave it out would say less than they should",
        "keep each of them, in the order that the language wants",
        wrong "texts:\n  \"{} of {}\": \"{} or so\"",
        right "texts:\n  \"{} of {}\": \"{} out of {}\"";
    /// A language that lacks some of the interface's texts.
    WORDS_MISSING = "CT513" Advice: "What the region's language has no words for is said in English",
        "`citytools words` lists what is missing, to be translated in words.yaml",
        wrong "locale: cy-GB  (and no words for one of the texts)",
        right "texts:\n  Systems on record: Systemau ar gofnod";
    /// A link without words.
    WORDLESS_LINK = "CT514" Error: "Who hears a page, or goes through it with the keyboard, follows a link by its words",
        "say in the brackets where the link leads",
        wrong "[](https://example.org/minutes)",
        right "[the minutes](https://example.org/minutes)";
    /// A sign that no page can show, as itself or by its number.
    NO_SIGN = "CT515" Error: "No page can show such a sign, and no feed may hold one, so readers would see a mark in its place",
        "type the text anew; such signs come with text that is copied",
        wrong "The harbour&#7; office",
        right "The harbour office";
}
