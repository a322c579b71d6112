package com.leadrouter.intake;

import com.leadrouter.lead.Lead;
import com.leadrouter.routing.Decision;
import java.util.Optional;

/**
 * A lead on the threshold: checked and routed. {@code contentHash} is of what was sent, not of what defaults made of
 * it, in hex; under the same key it tells a repeat from a reuse.
 */
record Arrival(Lead lead, Decision decision, Optional<IdempotencyKey> key, String contentHash) {}
