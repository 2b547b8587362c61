package io.tocsin.wire;

import org.jsoup.Jsoup;
import org.jsoup.nodes.Element;
import org.jsoup.nodes.Node;
import org.jsoup.nodes.TextNode;
import org.jsoup.select.NodeVisitor;

/** What HTML says, as plain text: paragraphs with an empty line between, and line breaks where they are. */
final class HtmlText {
    private HtmlText() {}

    static String plain(String html) {
        if (html.indexOf('<') < 0 && html.indexOf('&') < 0) {
            return html;
        }
        Writing writing = new Writing();
        Jsoup.parseBodyFragment(html).body().traverse(writing);
        return writing.text.toString().strip();
    }

    private static final class Writing implements NodeVisitor {
        private final StringBuilder text = new StringBuilder();

        @Override
        public void head(Node node, int depth) {
            if (node instanceof TextNode words) {
                text.append(words.text());
            } else if (node instanceof Element element && element.nameIs("br")) {
                text.append('\n');
            }
        }

        @Override
        public void tail(Node node, int depth) {
            if (node instanceof Element element && depth > 0 && element.isBlock() && !element.nameIs("br")) {
                text.append("\n\n");
            }
        }
    }
}
