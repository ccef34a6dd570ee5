/** What a network costs, computed from its nodes alone: nothing here runs or measures anything. */
package recap.account;
