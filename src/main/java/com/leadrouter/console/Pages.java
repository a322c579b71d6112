package com.leadrouter.console;

import com.leadrouter.lead.Violation;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.springframework.context.MessageSource;
import org.springframework.http.CacheControl;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;
import org.springframework.http.HttpStatusCode;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.stereotype.Component;
import org.thymeleaf.ITemplateEngine;
import org.thymeleaf.context.Context;

/**
 * Makes the console's pages. What they show are leads, that is, the text of strangers: all of it is escaped, and no browser
 * keeps a page. What a page may load, whoever lets operators in has said.
 */
@Component
final class Pages {

    private static final MediaType HTML = new MediaType(MediaType.TEXT_HTML, StandardCharsets.UTF_8);
    private static final List<String> NAVIGATION =
            List.of("leads", "attention", "destinations", "customers", "reconciliation", "audit");

    private static final String DONE = "console.done.";

    private final ITemplateEngine templates;
    private final MessageSource messages;
    private final Map<String, String> assets = Assets.addresses();

    Pages(ITemplateEngine templates, MessageSource messages) {
        this.templates = templates;
        this.messages = messages;
    }

    /** {@code here} is the page of the navigation that it belongs to. */
    ResponseEntity<String> page(Visit visit, String here, String template, Map<String, ?> model) {
        return page(HttpStatus.OK, visit, here, template, model);
    }

    ResponseEntity<String> page(
            HttpStatusCode status, Visit visit, String here, String template, Map<String, ?> model) {
        Map<String, @Nullable Object> all = new HashMap<>(model);
        all.put("here", here);
        all.put("nav", NAVIGATION);
        all.put("assets", assets);
        all.put("token", visit.token());
        all.put("operator", visit.operator().name());
        all.put("mayAct", visit.operator().mayAct());
        all.put("done", done(visit));
        all.put("show", new Shown(visit.locale()));
        return ResponseEntity.status(status)
                .contentType(HTML)
                .cacheControl(CacheControl.noStore())
                .header(HttpHeaders.CONTENT_LANGUAGE, visit.locale().toLanguageTag())
                .body(templates.process("console/" + template, new Context(visit.locale(), all)));
    }

    /** Asks before something is done, whoever may do it. */
    ResponseEntity<String> ask(Visit visit, String here, Confirmation question) {
        return ask(HttpStatus.OK, visit, here, question);
    }

    ResponseEntity<String> ask(HttpStatusCode status, Visit visit, String here, Confirmation question) {
        return visit.operator().mayAct()
                ? page(status, visit, here, "confirm", Map.of("question", question))
                : viewersMayNot(visit);
    }

    ResponseEntity<String> viewersMayNot(Visit visit) {
        return problem(HttpStatus.FORBIDDEN, visit, "forbidden");
    }

    ResponseEntity<String> notFound(Visit visit) {
        return problem(HttpStatus.NOT_FOUND, visit, "not-found");
    }

    /** {@code name} is that of the words for it. */
    ResponseEntity<String> problem(HttpStatusCode status, Visit visit, String name) {
        return problem(
                status,
                visit,
                text(visit, "console.problem." + name + ".title"),
                text(visit, "console.problem." + name + ".text"),
                List.of(),
                "/console");
    }

    /** That something could not be done, and why. */
    ResponseEntity<String> problem(
            HttpStatusCode status, Visit visit, String title, String text, List<Violation> faults, String back) {
        return page(status, visit, "", "problem", Map.of("title", title, "text", text, "faults", faults, "back", back));
    }

    String text(Visit visit, String key, Object... arguments) {
        return messages.getMessage(key, arguments, visit.locale());
    }

    /** After something was done: another page, which says so. */
    static ResponseEntity<String> seeOther(String address) {
        return ResponseEntity.status(HttpStatus.SEE_OTHER)
                .location(URI.create(address))
                .build();
    }

    /** The words for a name, or the name itself where there are none. */
    String label(Visit visit, String prefix, String name) {
        return Objects.requireNonNull(messages.getMessage(prefix + name, null, name, visit.locale()));
    }

    // Only what there are words for: anybody may have made the address.
    private @Nullable String done(Visit visit) {
        return visit.done() == null
                ? null
                : messages.getMessage(DONE + visit.done(), new Object[] {visit.count()}, null, visit.locale());
    }
}
