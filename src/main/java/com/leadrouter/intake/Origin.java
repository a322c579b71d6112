package com.leadrouter.intake;

import java.util.Optional;
import java.util.regex.Pattern;
import org.springframework.web.util.InvalidUrlException;
import org.springframework.web.util.UriComponents;
import org.springframework.web.util.UriComponentsBuilder;
import org.springframework.web.util.UriComponentsBuilder.ParserType;

/** Where a page is from, as browsers write it: {@code https://www.example.com}, a port only where it is not the usual one. */
record Origin(String text) {

    private static final Pattern WITHOUT_PATH = Pattern.compile("(?i)https?://[^/?#@*{}\\\\\\s]+");

    /** The origin that is written there; nothing where it is more, or none of the web. */
    static Optional<Origin> of(String text) {
        return WITHOUT_PATH.matcher(text).matches() ? ofPage(text) : Optional.empty();
    }

    /** The origin of the page with this address. */
    static Optional<Origin> ofPage(String address) {
        try {
            // As browsers read addresses.
            UriComponents page = UriComponentsBuilder.fromUriString(address, ParserType.WHAT_WG)
                    .build();
            boolean isWeb = "https".equals(page.getScheme()) || "http".equals(page.getScheme());
            return isWeb && page.getHost() != null
                    ? Optional.of(new Origin(page.getScheme() + "://" + page.getHost()
                            + (page.getPort() < 0 ? "" : ":" + page.getPort())))
                    : Optional.empty();
            // Who writes braces is taken to leave a place for something, and has then no port.
        } catch (InvalidUrlException | IllegalStateException e) {
            return Optional.empty();
        }
    }
}
