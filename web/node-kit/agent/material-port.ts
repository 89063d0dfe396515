/** Handle of the threads whose material an agent reads when it wants to. */
export const MATERIAL_PORT = 'material-in';
