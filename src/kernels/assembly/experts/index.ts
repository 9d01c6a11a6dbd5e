export { decisionsPush } from './decisions';
export { expertsLay, expertsNote, expertsPop, expertsStart } from './walk';
