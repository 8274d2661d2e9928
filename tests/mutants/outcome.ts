/** How one test or suite ended. */
export interface Outcome {
  readonly name: string;
  readonly failure?: {
    /** Node's word: testCodeFailure, hookFailed, testTimeoutFailure, cancelledByParent … */
    readonly type: string;
    readonly assertion: boolean;
    readonly message: string;
  };
}
