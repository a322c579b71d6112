package com.leadrouter;

import com.leadrouter.postgres.Database;
import com.leadrouter.postgres.PostgresServer;
import com.leadrouter.standin.StandIns;
import org.springframework.boot.SpringApplication;

/**
 * The service with all that it needs: a real PostgreSQL and stand-ins for CAP Gateway and Kapture, for a person to play
 * with. Ctrl-C stops everything that this starts.
 */
public final class TestLeadRouterApplication {

    private static final int CAP_PORT = 8085;
    private static final int KAPTURE_PORT = 8086;

    private TestLeadRouterApplication() {}

    public static void main(String[] arguments) {
        try {
            PostgresServer postgres = PostgresServer.embedded();
            // After the application: it still records what is on its way.
            SpringApplication.getShutdownHandlers().add(postgres::close);
            StandIns standIns = StandIns.start(CAP_PORT, KAPTURE_PORT);
            SpringApplication.getShutdownHandlers().add(standIns::close);
            Database database = postgres.createDatabase("lead_router");
            SpringApplication.from(LeadRouterApplication::main).run(Replica.arguments(database, standIns, arguments));
            System.out.println(welcome(standIns, database));
        } catch (RuntimeException e) {
            System.err.println("Cannot start: " + e.getMessage());
            // What was started here would keep the JVM alive.
            System.exit(1);
        }
    }

    private static String welcome(StandIns standIns, Database database) {
        return """

                Lead Router is ready. Hand in a lead:

                  curl -i http://localhost:8080/api/v1/leads -H 'X-API-Key: demo-key' -H 'Content-Type: application/json' \\
                    -d '{"campaignId":"966c7488-bfa7-45b5-8510-d26ba3008879","enquiryType":"Test Drive","acquisitionChannel":"Website","contact":{"firstName":"Ada","lastName":"Lovelace","emailAddress":"ada@example.com","phoneNumber":"07700 900123"},"optInConsents":{"email":true},"vehicle":{"name":"Example Vehicle"}}'

                and see what became of it (the answer's Location):

                  curl -s http://localhost:8080/api/v1/leads/LEAD_ID -H 'X-API-Key: demo-key'

                Make CAP Gateway or Kapture fail, and watch it recover:

                  curl -X POST '%1$s/stand-in/faults?next=3&status=500'
                  curl -X POST '%2$s/stand-in/faults?next=1&store-then-reset'
                  curl -X POST '%1$s/stand-in/faults?always&status=401'
                  curl -X DELETE '%1$s/stand-in/faults'
                  curl %1$s/stand-in/help

                %3$s
                PostgreSQL   %4$s, user postgres
                Metrics      http://localhost:8081/actuator/prometheus

                Ctrl-C stops everything.
                """.formatted(
                        standIns.cap().baseUrl(),
                        standIns.kapture().baseUrl(),
                        standIns.addresses().indent(2).strip(),
                        database.url());
    }
}
