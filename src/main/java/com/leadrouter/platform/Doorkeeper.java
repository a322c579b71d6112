package com.leadrouter.platform;

import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.concurrent.Semaphore;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.core.Ordered;
import org.springframework.core.annotation.Order;
import org.springframework.stereotype.Component;
import org.springframework.web.filter.OncePerRequestFilter;

/**
 * Lets in as many requests at once as there is memory for their bodies and what is made of them; who comes beyond that is
 * told at once to come again. A request counts by what it announces, up to the size of the largest lead: what takes
 * larger bodies counts those itself.
 */
@Component
@Order(Ordered.HIGHEST_PRECEDENCE + 10)
final class Doorkeeper extends OncePerRequestFilter {

    /** Of the heap, for bodies; what becomes of them is some four times as much. */
    private static final int SHARE = 32;

    private static final int LARGEST_LEAD_KIB = 64;

    private final Semaphore kibibytes;

    @Autowired
    Doorkeeper() {
        this(Runtime.getRuntime().maxMemory());
    }

    Doorkeeper(long heapBytes) {
        this.kibibytes = new Semaphore((int) Math.min(Integer.MAX_VALUE, heapBytes / SHARE / 1024));
    }

    @Override
    protected void doFilterInternal(HttpServletRequest request, HttpServletResponse response, FilterChain chain)
            throws ServletException, IOException {
        int size = 1 + bodyOf(request);
        if (!kibibytes.tryAcquire(size)) {
            response.sendError(ProblemType.UNAVAILABLE.status());
            return;
        }
        try {
            chain.doFilter(request, response);
        } finally {
            kibibytes.release(size);
        }
    }

    private static int bodyOf(HttpServletRequest request) {
        long announced = request.getContentLengthLong();
        if (announced >= 0) {
            return (int) Math.min(LARGEST_LEAD_KIB, announced / 1024);
        }
        return request.getHeader("Transfer-Encoding") == null ? 0 : LARGEST_LEAD_KIB;
    }
}
