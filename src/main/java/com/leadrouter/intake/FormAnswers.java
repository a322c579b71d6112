package com.leadrouter.intake;

import com.leadrouter.platform.Problem;
import com.leadrouter.platform.ProblemPages;
import jakarta.servlet.RequestDispatcher;
import jakarta.servlet.http.HttpServletRequest;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.springframework.http.CacheControl;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;
import org.springframework.http.InvalidMediaTypeException;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.stereotype.Component;
import org.springframework.web.servlet.support.RequestContextUtils;

/** Answers submissions: a person, whose browser goes where the form goes, with pages; a script as the API does. */
@Component
final class FormAnswers implements ProblemPages {

    private final FormPages pages;

    FormAnswers(FormPages pages) {
        this.pages = pages;
    }

    /** Sends a person on to a page with an address of its own, so that a reload submits nothing again. */
    ResponseEntity<?> accepted(PublicForm form, Told.Accepted told, HttpServletRequest request) {
        if (!wantsPage(request)) {
            return told.answered();
        }
        return ResponseEntity.status(HttpStatus.SEE_OTHER)
                .header(HttpHeaders.LOCATION, form.successUrl().orElse(form.key() + "/thanks"))
                .cacheControl(CacheControl.noStore())
                .build();
    }

    ResponseEntity<?> thanks(HttpServletRequest request) {
        return pages.thanks(RequestContextUtils.getLocale(request));
    }

    ResponseEntity<?> refused(ResponseEntity<Problem> answer, HttpServletRequest request) {
        if (!wantsPage(request)) {
            return answer;
        }
        HttpHeaders headers = new HttpHeaders();
        headers.putAll(answer.getHeaders());
        headers.remove(HttpHeaders.CONTENT_TYPE);
        return pages.problem(Objects.requireNonNull(answer.getBody()), headers, RequestContextUtils.getLocale(request));
    }

    /** Also where the submission did not come so far: at overload, say. */
    @Override
    public Optional<ResponseEntity<?>> inPlaceOf(ResponseEntity<Problem> answer, HttpServletRequest request) {
        String refused = String.valueOf(request.getAttribute(RequestDispatcher.ERROR_REQUEST_URI));
        return refused.startsWith(FormCors.BEFORE_THE_KEY) ? Optional.of(refused(answer, request)) : Optional.empty();
    }

    /** Whether HTML is named, and liked better than JSON; a script that does not care names neither. */
    static boolean wantsPage(HttpServletRequest request) {
        try {
            List<MediaType> accepted = MediaType.parseMediaTypes(request.getHeader(HttpHeaders.ACCEPT));
            return quality(accepted, MediaType.TEXT_HTML) > quality(accepted, MediaType.APPLICATION_JSON);
        } catch (InvalidMediaTypeException e) {
            return false;
        }
    }

    private static double quality(List<MediaType> accepted, MediaType type) {
        return accepted.stream()
                .filter(type::equalsTypeAndSubtype)
                .mapToDouble(MediaType::getQualityValue)
                .max()
                .orElse(0);
    }
}
