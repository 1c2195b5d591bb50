//! Cuts a Rust file into words and signs, without its comments and texts.

/// A word, a number or a sign of the file.
#[derive(Clone, Copy, Debug)]
pub struct Token<'a> {
    /// What stands there.
    pub text: &'a str,
    /// Where it begins, in bytes.
    pub start: usize,
    /// Its line, from 1 on.
    pub line: u32,
}

impl Token<'_> {
    /// Returns the byte after it.
    pub fn end(&self) -> usize {
        self.start + self.text.len()
    }

    /// Returns whether it is a name or a keyword.
    pub fn is_word(&self) -> bool {
        self.text.starts_with(|c: char| c.is_alphabetic() || c == '_')
    }
}

/// Returns the words, numbers and signs of a file. A sign is one character, but for `::`.
pub fn tokens(text: &str) -> Vec<Token<'_>> {
    let mut found = Vec::new();
    let (mut at, mut line) = (0, 1);
    while let Some(first) = text[at..].chars().next() {
        let length = length(&text[at..]);
        let this = &text[at..at + length];
        let is_text =
            this.contains(['"', '\'']) || this.starts_with("//") || this.starts_with("/*");
        if !is_text && !first.is_whitespace() {
            found.push(Token { text: this, start: at, line });
        }
        line += this.matches('\n').count() as u32;
        at += length;
    }
    found
}

/// Returns how long the first token, comment, text, character or space is.
fn length(text: &str) -> usize {
    let first = text.chars().next().map_or(0, char::len_utf8);
    if text.starts_with("//") {
        return text.find('\n').unwrap_or(text.len());
    }
    if text.starts_with("/*") {
        return comment(text);
    }
    if text.starts_with("::") {
        return 2;
    }
    if text.starts_with('"') {
        return quoted(text, '"');
    }
    if text.starts_with('\'') {
        return character(text);
    }
    let word = text.find(|c: char| !c.is_alphanumeric() && c != '_').unwrap_or(text.len());
    if word == 0 {
        return first;
    }
    let rest = &text[word..];
    match &text[..word] {
        "b" | "c" if rest.starts_with('"') => word + quoted(rest, '"'),
        "b" if rest.starts_with('\'') => word + quoted(rest, '\''),
        "r" | "br" | "cr" => word + raw(rest),
        _ => word,
    }
}

/// Returns how long a `/* … */` is. Others may stand inside of it.
fn comment(text: &str) -> usize {
    let (mut depth, mut at) = (0, 0);
    while at < text.len() {
        let rest = &text[at..];
        if rest.starts_with("/*") {
            depth += 1;
            at += 2;
        } else if rest.starts_with("*/") {
            depth -= 1;
            at += 2;
            if depth == 0 {
                break;
            }
        } else {
            at += rest.chars().next().map_or(1, char::len_utf8);
        }
    }
    at
}

/// Returns how long a text between two such quotes is.
fn quoted(text: &str, quote: char) -> usize {
    let mut is_escaped = false;
    for (at, c) in text.char_indices().skip(1) {
        match c {
            _ if is_escaped => is_escaped = false,
            '\\' => is_escaped = true,
            c if c == quote => return at + c.len_utf8(),
            _ => {}
        }
    }
    text.len()
}

/// Returns how long a character such as `'x'` is, or a lifetime such as `'a`.
fn character(text: &str) -> usize {
    let mut inside = text[1..].chars();
    match (inside.next(), inside.next()) {
        (Some('\\'), _) | (Some(_), Some('\'')) => quoted(text, '\''),
        _ => {
            1 + text[1..].find(|c: char| !c.is_alphanumeric() && c != '_').unwrap_or(text.len() - 1)
        }
    }
}

/// Returns how long the rest of a raw text is, from its `#` or quote on, or of a raw name such as `r#type`.
fn raw(text: &str) -> usize {
    let signs = text.len() - text.trim_start_matches('#').len();
    let inside = &text[signs..];
    if let Some(inside) = inside.strip_prefix('"') {
        let end = format!("\"{}", "#".repeat(signs));
        return inside.find(&end).map_or(text.len(), |at| signs + 1 + at + end.len());
    }
    if signs == 1 {
        1 + inside.find(|c: char| !c.is_alphanumeric() && c != '_').unwrap_or(inside.len())
    } else {
        0
    }
}

/// Returns the index of the token after the group that begins at `open`.
pub fn after_group(tokens: &[Token], open: usize) -> usize {
    let mut depth = 0_usize;
    for (index, token) in tokens.iter().enumerate().skip(open) {
        match token.text {
            "(" | "[" | "{" => depth += 1,
            ")" | "]" | "}" => depth = depth.saturating_sub(1),
            _ => {}
        }
        if depth == 0 {
            return index + 1;
        }
    }
    tokens.len()
}

#[cfg(test)]
mod tests {
    use super::tokens;

    fn words(text: &str) -> Vec<&str> {
        tokens(text).iter().map(|token| token.text).collect()
    }

    #[test]
    fn comments_and_texts_are_no_tokens() {
        assert_eq!(words("a // b\n /* c /* d */ e */ f \"g \\\" h\" i"), ["a", "f", "i"]);
        assert_eq!(words("r#\"a \" b\"# c br\"d\" e b'\\'' f r#type"), ["c", "e", "f", "r#type"]);
    }

    #[test]
    fn a_character_is_no_lifetime() {
        assert_eq!(words("'\"' a 'b' c: &'static str '\\n' d"), ["a", "c", ":", "&", "str", "d"]);
    }

    #[test]
    fn paths_and_lines() {
        assert_eq!(words("std::fs"), ["std", "::", "fs"]);
        let lines: Vec<_> = tokens("a\n\"x\ny\"\nb").iter().map(|token| token.line).collect();
        assert_eq!(lines, [1, 4]);
    }
}
