package dev.backstory.sample.shipping;

import dev.backstory.Events;
import java.util.concurrent.TimeUnit;
import org.quartz.Job;
import org.quartz.JobDataMap;
import org.quartz.JobExecutionContext;
import org.quartz.JobExecutionException;

/** Gives a parcel to the carrier. To the island a ferry goes, which is missed twice before it is caught. */
public final class HandOver implements Job {

    static final String ORDER = "order";
    static final String DELIVER_TO = "deliverTo";

    private static final int MISSED_FERRIES = 2;
    private static final long FERRY_MILLIS = Long.getLong("shipping.ferry-millis", 150);

    @Override
    public void execute(JobExecutionContext context) throws JobExecutionException {
        JobDataMap data = context.getMergedJobDataMap();
        String order = data.getString(ORDER);
        String deliverTo = data.getString(DELIVER_TO);
        int attempt = context.getRefireCount() + 1;
        if (deliverTo.equals("island") && attempt <= MISSED_FERRIES) {
            Events.publish(new ShippingEvents.CarrierUnavailable(order, attempt, "the ferry has left"));
            awaitTheNextFerry();
            boolean again = true;
            throw new JobExecutionException(new FerryMissedException(order), again);
        }
        Events.publish(new ShippingEvents.ParcelShipped(order, deliverTo));
    }

    private static void awaitTheNextFerry() {
        try {
            TimeUnit.MILLISECONDS.sleep(FERRY_MILLIS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** Ends an attempt. */
    static final class FerryMissedException extends Exception {

        private static final long serialVersionUID = 1L;

        FerryMissedException(String order) {
            super("The ferry left without the parcel of order " + order);
        }
    }
}
