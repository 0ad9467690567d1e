//! Letters and signs as readers see them.

/// A space of any width, or a sign that only says how others are set.
pub(crate) fn is_invisible(letter: char) -> bool {
    letter.is_whitespace() || only_sets_others(letter)
}

/// A sign that no page can show and no feed may hold: what controls a terminal, and what Unicode keeps for no character.
pub(crate) fn has_no_place(letter: char) -> bool {
    let is_no_character = matches!(letter, '\u{fdd0}'..='\u{fdef}') || u32::from(letter) & 0xfffe == 0xfffe;
    is_no_character || letter.is_control() && !matches!(letter, '\n' | '\r' | '\t')
}

/// A sign without a width or shape: soft hyphens, joiners, marks of direction and of byte order.
pub(crate) fn only_sets_others(letter: char) -> bool {
    matches!(
        letter,
        '\u{ad}' | '\u{200b}'..='\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2060}'..='\u{206f}' | '\u{feff}'
    )
}

/// A mark of direction that turns round what stands behind it, so that words read otherwise than they are written.
pub(crate) fn turns_words_round(letter: char) -> bool {
    matches!(letter, '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}')
}
