package com.leadrouter.browser;

import static com.leadrouter.Eventually.eventually;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.function.Predicate;
import org.openqa.selenium.Keys;

/** A person without a mouse: everything is reached by Tab, can be seen to be reached, and is done by keys. */
final class Keyboard {

    /** More than any page has. */
    private static final int MOST_TABS = 150;

    private static final String FOCUSED = """
            const element = document.activeElement;
            const style = getComputedStyle(element);
            return [
              (element.getAttribute('aria-label') ?? element.innerText ?? '').trim().replace(/\\s+/g, ' '),
              element.getAttribute('name') ?? '',
              element.tagName,
              String(style.outlineStyle !== 'none' && style.outlineWidth !== '0px'),
              element.type ?? ''];
            """;

    /** What has the focus. */
    private record Focused(String text, String name, String tag, boolean seen, String type) {}

    private final Browser browser;

    Keyboard(Browser browser) {
        this.browser = browser;
    }

    /** Follows the link, or presses the button, whose words begin so. */
    void press(String words) {
        tabTo(
                words,
                focused -> focused.text().startsWith(words)
                        && List.of("A", "BUTTON", "SUMMARY").contains(focused.tag()));
        browser.keys(Keys.ENTER);
    }

    /** Types into the field of that name, in the place of what is there. */
    void type(String field, String text) {
        tabTo(field, focused -> focused.name().equals(field) && !focused.type().equals("hidden"));
        browser.keysInstead(text);
    }

    void typeAndEnter(String field, String text) {
        type(field, text);
        browser.keys(Keys.ENTER);
    }

    /** Chooses from the list of that name what begins so. */
    void choose(String field, String option) {
        tabTo(field, focused -> focused.name().equals(field) && focused.tag().equals("SELECT"));
        browser.keys(option);
    }

    private void tabTo(String what, Predicate<Focused> wanted) {
        Focused focused = focused();
        for (int tabs = 0; !wanted.test(focused); tabs++) {
            if (tabs == MOST_TABS) {
                throw new AssertionError(
                        "no Tab leads to " + what + " on " + browser.address() + ": " + browser.text());
            }
            browser.keys(Keys.TAB);
            focused = focused();
        }
        // A style may take a moment.
        eventually(() -> assertThat(focused().seen())
                .as("it can be seen that " + what + " has the focus")
                .isTrue());
    }

    private Focused focused() {
        List<?> told = (List<?>) browser.script(FOCUSED);
        return new Focused(
                told.get(0).toString(),
                told.get(1).toString(),
                told.get(2).toString(),
                Boolean.parseBoolean(told.get(3).toString()),
                told.get(4).toString());
    }
}
