package dev.backstory.it.springtasks;

import org.springframework.context.ApplicationEvent;

/** Events of Spring that the settings choose. */
final class Chosen {

    private Chosen() {}

    record ParcelShipped(String parcel) {}

    static final class ParcelReturned extends ApplicationEvent {

        private static final long serialVersionUID = 1L;

        private final String parcel;

        ParcelReturned(Object source, String parcel) {
            super(source);
            this.parcel = parcel;
        }

        public String getParcel() {
            return parcel;
        }
    }

    record Unwritable(String text) {

        @Override
        public String text() {
            throw new IllegalStateException("as planned");
        }
    }
}
