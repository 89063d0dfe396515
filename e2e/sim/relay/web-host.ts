/** The one server of the open web that the simulation's relay may ask. */
export const WEB_HOST = 'api.example.org';
