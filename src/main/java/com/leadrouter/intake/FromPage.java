package com.leadrouter.intake;

import jakarta.servlet.http.HttpServletRequest;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpHeaders;

/** Which page a browser says that it sends from; nobody but a browser has to say it. */
record FromPage(List<String> origins, @Nullable String referrer) {

    static FromPage of(HttpServletRequest request) {
        return new FromPage(
                Collections.list(request.getHeaders(HttpHeaders.ORIGIN)), request.getHeader(HttpHeaders.REFERER));
    }

    /** The origin of the page, where there is one: that of a page without a name, {@code null}, is none. */
    Optional<Origin> origin() {
        return origins.size() == 1 ? Origin.of(origins.getFirst()) : Optional.empty();
    }

    /**
     * Whether it is none of the form's pages. Browsers send an origin with every submission; an old one, or a program,
     * is taken at its word where it sends none, unless the page that it names is a foreign one.
     */
    boolean isForeignTo(PublicForm form) {
        if (!origins.isEmpty()) {
            return origin().filter(form::isFor).isEmpty();
        }
        return referrer != null
                && Origin.ofPage(referrer).filter(page -> !form.isFor(page)).isPresent();
    }
}
