// How far a long call is, told to who called. The one thing that the module asks for from outside: it
// returns nothing, so no bit can depend on it.

// @ts-ignore: decorator
@external('work', 'worked')
export declare function worked(elements: i32): void;
