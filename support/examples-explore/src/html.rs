//! The page on which the reader is the scheduler, for a program of their own.

use serde_json::{Value, json};

const STYLE: &str = include_str!("../../../docs/src/play/play.css");
const SCRIPT: &str = include_str!("../../../docs/src/play/play.js");

/// Returns a page that needs no other file. `data` is what [`play`](crate::play::play) has returned.
pub fn html(name: &str, mut data: Value) -> String {
    data["name"] = json!(name);
    data["goal"] = json!("Choose which thread goes on.");
    // In a script, `</` could end it.
    let data = format!("[{data}]").replace("</", "<\\/");
    let title = name.replace('&', "&amp;").replace('<', "&lt;");
    let name = title.replace('"', "&quot;");
    format!(
        "<!doctype html>\n<html lang=\"en\">\n<meta charset=\"utf-8\">\n\
         <meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n<title>{title}</title>\n\
         <style>\n:root {{ color-scheme: light dark; }}\n\
         body {{ font: 1rem/1.5 system-ui, sans-serif; margin: 0 auto; max-width: 70rem; padding: 1rem; }}\n\
         h1 {{ overflow-wrap: anywhere; }}\n\
         {STYLE}</style>\n<h1>{title}</h1>\n<div class=\"play\" data-program=\"{name}\"></div>\n\
         <script>\nwindow.PLAY = {data};\n{SCRIPT}</script>\n</html>\n"
    )
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::html;

    #[test]
    fn a_program_can_not_end_the_script() {
        let page = html("a<b.rs", json!({ "source": ["// </script>"] }));
        assert_eq!(page.matches("</script>").count(), 1);
        assert!(page.contains("<title>a&lt;b.rs</title>"), "{page}");
    }
}
