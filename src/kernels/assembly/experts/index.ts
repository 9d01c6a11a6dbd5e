export { decisionsPush } from '../decisions';
export { gradientLay, gradientNote, gradientPop, gradientStart } from './gradient';
export { expertsLay, expertsNote, expertsPop, expertsStart } from './walk';
