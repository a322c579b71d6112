package com.leadrouter.intake;

import java.net.URI;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;

/** What the sender of an arrival is told. */
sealed interface Told {

    /** We have it: {@code replayed} where we had it before. */
    record Accepted(LeadAnswer answer, boolean replayed) implements Told {

        ResponseEntity<LeadAnswer> answered() {
            HttpHeaders headers = new HttpHeaders();
            headers.setContentType(MediaType.APPLICATION_JSON);
            headers.setLocation(URI.create("/api/v1/leads/" + answer.leadId()));
            if (replayed) {
                headers.set("Idempotency-Replayed", "true");
            }
            return new ResponseEntity<>(answer, headers, HttpStatus.ACCEPTED);
        }
    }

    /** The key came with other content before. */
    record KeyReused() implements Told {}
}
