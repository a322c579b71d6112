package com.leadrouter.operations;

import com.leadrouter.lead.LeadId;
import com.leadrouter.platform.CallingOperator;
import com.leadrouter.platform.Problem;
import com.leadrouter.platform.ProblemType;
import jakarta.servlet.http.HttpServletRequest;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.DeleteMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RestController;

/** Erases leads and persons; answers with the receipt. */
@RestController
final class ErasureController {

    private final Erasures erasures;

    ErasureController(Erasures erasures) {
        this.erasures = erasures;
    }

    @DeleteMapping(path = "/api/v1/leads/{leadId}", produces = MediaType.APPLICATION_JSON_VALUE)
    ResponseEntity<?> ofLead(CallingOperator operator, @PathVariable String leadId, HttpServletRequest request) {
        @Nullable String reason = Reason.ofHeader(request);
        return Reason.isPlain(reason)
                ? LeadId.read(leadId)
                        .flatMap(id -> erasures.ofLead(id, operator, reason))
                        .<ResponseEntity<?>>map(ResponseEntity::ok)
                        .orElseGet(
                                () -> Problem.of(ProblemType.NOT_FOUND, request).answer())
                : malformed(Reason.RULE, request);
    }

    @PostMapping(path = "/api/v1/erasures", produces = MediaType.APPLICATION_JSON_VALUE)
    ResponseEntity<?> ofPerson(CallingOperator operator, HttpServletRequest request) {
        return ActionBody.isJsonOrNothing(request)
                ? ErasureRequest.read(request)
                        .<ResponseEntity<?>>map(sent -> ofPerson(operator, sent, request))
                        .orElseGet(() -> malformed(ErasureRequest.RULE, request))
                : Problem.of(ProblemType.UNSUPPORTED_MEDIA_TYPE, ActionBody.TYPE_RULE, request)
                        .answer();
    }

    private ResponseEntity<?> ofPerson(CallingOperator operator, ErasureRequest sent, HttpServletRequest request) {
        return sent.emailAddress() != null
                ? sent.email()
                        .<ResponseEntity<?>>map(
                                email -> ResponseEntity.ok(erasures.ofEmail(email, operator, sent.reason())))
                        .orElseGet(() -> malformed(ErasureRequest.EMAIL_RULE, request))
                : Optional.ofNullable(sent.phoneNumber())
                        .flatMap(erasures::numberMeant)
                        .<ResponseEntity<?>>map(
                                phone -> ResponseEntity.ok(erasures.ofPhone(phone, operator, sent.reason())))
                        .orElseGet(() -> malformed(ErasureRequest.PHONE_RULE, request));
    }

    private static ResponseEntity<?> malformed(String detail, HttpServletRequest request) {
        return Problem.of(ProblemType.MALFORMED_REQUEST, detail, request).answer();
    }
}
