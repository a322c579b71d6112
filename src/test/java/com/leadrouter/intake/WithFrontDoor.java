package com.leadrouter.intake;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.test.context.SpringBootTest.WebEnvironment;

/** The test has the front door open, over real HTTP, as {@link IntakeSlice} has it. */
@Target(ElementType.TYPE)
@Retention(RetentionPolicy.RUNTIME)
@SpringBootTest(
        classes = IntakeSlice.class,
        webEnvironment = WebEnvironment.RANDOM_PORT,
        properties = {
            "management.server.port=-1",
            // Spring would believe every private address there.
            "spring.main.cloud-platform=kubernetes",
            "management.endpoint.health.validate-group-membership=false",
            "lead-router.sources.website-uk.api-keys[0]=key-uk",
            "lead-router.sources.website-uk.api-keys[1]={sha256}2bb80d537b1da3e38bd30361aa855686bde0eacd7162fef6a25fe97bf527a25b",
            "lead-router.sources.website-uk.api-keys[2]={bcrypt}$2b$04$XRxgA0zBhcM.z.ygOevSL.e1Ia8GLYq6VQgwGM8PvjzyZTByGEJyC",
            "lead-router.sources.website-uk.region=GB",
            "lead-router.sources.website-uk.rate-limit=0",
            "lead-router.sources.website-uk.form.key=pk_uk",
            "lead-router.sources.website-uk.form.allowed-origins=https://www.example.co.uk,http://localhost:3000",
            "lead-router.sources.website-uk.form.rate-limit-per-ip=0",
            "lead-router.sources.website-uk.form.honeypot=company_website",
            "lead-router.sources.website-uk.form.fields.your-email=contact.emailAddress",
            "lead-router.sources.website-uk.form.fields.newsletter=optInConsents.email",
            "lead-router.sources.website-uk.form.fields.car=attributes.model",
            "lead-router.sources.website-in.api-keys=key-in",
            "lead-router.sources.website-in.form.key=pk_in",
            "lead-router.sources.website-in.form.allowed-origins=https://www.example.in",
            "lead-router.sources.website-in.form.success-url=https://www.example.in/thanks?from=a%20b&x#top",
            "lead-router.sources.website-busy.api-keys=key-busy",
            "lead-router.sources.website-busy.rate-limit=0",
            "lead-router.sources.website-busy.form.key=pk_busy",
            "lead-router.sources.website-busy.form.allowed-origins=https://www.example.com",
            "lead-router.sources.website-busy.form.rate-limit-per-ip=1",
            "lead-router.trusted-proxies=127.0.0.0/8",
            "lead-router.sources.website-slow.api-keys=key-slow",
            "lead-router.sources.website-slow.rate-limit=1",
            "lead-router.sources.website-late.api-keys=key-late",
            "lead-router.sources.website-late.rate-limit=1",
            "lead-router.sources.website-hasty.api-keys=key-hasty",
            "lead-router.sources.website-hasty.rate-limit=1",
            "lead-router.routes[0].name=india",
            "lead-router.routes[0].when.source=website-in",
            "lead-router.routes[0].when.country=IN",
            "lead-router.routes[0].to=kapture",
            "lead-router.routes[1].name=uk",
            "lead-router.routes[1].when.source=website-uk",
            "lead-router.routes[1].to=cap,kapture"
        })
@interface WithFrontDoor {}
