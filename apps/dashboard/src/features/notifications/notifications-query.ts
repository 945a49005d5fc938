export const NOTIFICATIONS_PAGE_SIZE = 25;

export const notificationsPage = (offset: number) => ({ limit: NOTIFICATIONS_PAGE_SIZE, offset });
